// Starts and stops the real server for the tests: LEARNFLOW_BIN, with a fresh folder, the demo class and these
// pages. Without it the tests fail; they are never skipped.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const READY_MS = 90_000;
const PAGES = join(import.meta.dirname, '../../dist');

export class Server {
  #process: ChildProcess | undefined;
  readonly #data = mkdtempSync(join(tmpdir(), 'learnflow-pages-'));

  private constructor(
    private readonly port: number,
    private readonly topics: string | undefined,
  ) {}

  /** A server with a fresh demo class; it teaches from a folder of topics, if one is named. */
  static async start(patienceMs = READY_MS, topics?: string): Promise<Server> {
    const server = new Server(await freePort(), topics);
    await server.run(patienceMs);
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts the program on the same port and data, and waits until it is ready. */
  async run(patienceMs = READY_MS): Promise<void> {
    const program = process.env.LEARNFLOW_BIN;
    if (!program) throw new Error('set LEARNFLOW_BIN to the server: …/target/debug/learnflow');
    if (!existsSync(join(PAGES, 'index.html'))) throw new Error('build the pages first: npm run build');
    const args = [
      'serve',
      '--listen',
      `127.0.0.1:${this.port}`,
      '--data',
      this.#data,
      '--demo',
      '--pages',
      PAGES,
    ];
    const started = spawn(program, args, {
      env: { ...environment(), ...(this.topics ? { LEARNFLOW_CURRICULUM__DIR: this.topics } : {}) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = started;
    let said = '';
    const keep = (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000));
    started.stdout.on('data', keep);
    started.stderr.on('data', keep);
    started.on('error', keep.bind(null, Buffer.from(`could not start ${program}`)));
    const until = Date.now() + patienceMs;
    while (!(await this.#ready())) {
      if (started.exitCode !== null || Date.now() > until) {
        await this.stop();
        throw new Error(`the server did not get ready:\n${said}`);
      }
      await new Promise((later) => setTimeout(later, 100));
    }
  }

  /** Ends the program as a power cut would. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (!running || running.exitCode !== null) return;
    running.kill(signal);
    await once(running, 'exit');
  }

  async stop(): Promise<void> {
    await this.kill('SIGKILL');
    rmSync(this.#data, { recursive: true, force: true });
    if (this.topics) rmSync(this.topics, { recursive: true, force: true });
  }

  async #ready(): Promise<boolean> {
    return fetch(`${this.origin}/ready`).then(
      (response) => response.ok,
      () => false,
    );
  }
}

/** As `./dev` sets it, with the sandbox's Python component under the server's name for it. */
function environment(): NodeJS.ProcessEnv {
  const component = process.env.LEARNFLOW_EXECUTION__COMPONENT ?? process.env.LEARNFLOW_PYTHON_WASM;
  return {
    ...process.env,
    RUST_BACKTRACE: '0',
    ...(component ? { LEARNFLOW_EXECUTION__COMPONENT: component } : {}),
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
