// One run of a program as the page shows it: live over the student's line, or whole over HTTP when that line
// is not there (or for a teacher). Output is drawn in batches.
import * as api from '../api';
import { newRunId } from '../api/ids';
import type { GivenFile, PythonError, RunOutcome, Stroke } from '../api/types';
import { t } from '../i18n';
import { studentLine } from '../live/student.svelte';
import { endingWords } from './ending';
import { Output, type Source, type View } from './output';

export type RunState = 'idle' | 'running' | 'waiting' | 'ended';

export interface Program {
  code: string;
  files: GivenFile[];
  /** For a run over HTTP: all that `input()` will read. */
  input: string;
  topic_id?: string | undefined;
  exercise_id?: string | undefined;
}

const DRAW_EVERY_MS = 60;

export class Run {
  state = $state<RunState>('idle');
  outcome = $state<RunOutcome | null>(null);
  durationMs = $state<number | null>(null);
  failed = $state<unknown>(null);
  /** What its turtle drew; only ever grows, `drawn` says how far. A new array is a new picture. */
  strokes = $state.raw<Stroke[]>([]);
  drawn = $state(0);
  view = $state.raw<View>({ pieces: [], hiddenLines: 0 });
  #output = new Output();
  /** Stopped because the line was lost, not by the person. */
  #lost = $state(false);
  #pages = 1;
  #frame: number | undefined;
  #drawnAt = 0;
  #id = '';
  #release: (() => void) | undefined;

  get busy(): boolean {
    return this.state === 'running' || this.state === 'waiting';
  }

  /** How it ended, in words; empty before. */
  get sentence(): string {
    if (this.#lost) return t('ending.lost');
    return this.outcome ? endingWords(this.outcome) : '';
  }

  start(program: Program): void {
    this.#reset();
    this.state = 'running';
    const id = (this.#id = newRunId());
    const { code, files, topic_id, exercise_id } = program;
    this.#release = studentLine.listen(id, {
      message: (message) => {
        if (message.type === 'run_output') this.#print(message.stream, message.text);
        else if (message.type === 'run_drawing') this.#paint(message.strokes);
        else if (message.type === 'run_waiting') this.state = 'waiting';
        else this.#end(message.outcome, message.duration_ms);
      },
      problem: (problem) => this.#fail(new api.Failure(problem)),
      lost: () => {
        this.#end({ status: 'stopped', sentence: '' }, null);
        this.#lost = true;
      },
    });
    if (studentLine.send({ type: 'run_start', run_id: id, code, files, topic_id, exercise_id })) return;
    this.#release();
    void this.#whole(id, program);
  }

  answer(text: string): void {
    this.#print('typed', `${text}\n`);
    this.state = 'running';
    studentLine.send({ type: 'run_input', run_id: this.#id, text });
  }

  endInput(): void {
    this.state = 'running';
    studentLine.send({ type: 'run_eof', run_id: this.#id });
  }

  stop(): void {
    if (!this.busy) return;
    if (!studentLine.send({ type: 'run_stop', run_id: this.#id })) {
      this.#end({ status: 'stopped', sentence: '' }, null);
    }
  }

  showEarlier(): void {
    this.#pages += 1;
    this.view = this.#output.view(this.#pages);
  }

  /** Stops what runs and stops listening: the page goes away. */
  close(): void {
    this.stop();
    this.#release?.();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
  }

  async #whole(id: string, program: Program): Promise<void> {
    try {
      const result = await api.execute(program);
      // Another run was started, or this one stopped, meanwhile.
      if (this.#id !== id || !this.busy) return;
      for (const part of result.output) this.#print(part.stream, part.text);
      this.#paint(result.drawing ?? []);
      this.#end(result.outcome, result.duration_ms);
    } catch (error) {
      if (this.#id !== id) return;
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#release?.();
    this.failed = error;
    this.state = 'ended';
  }

  #paint(strokes: Stroke[]): void {
    this.strokes.push(...strokes);
    this.drawn = this.strokes.length;
  }

  #print(source: Source, text: string): void {
    this.#output.add(source, text);
    this.#frame ??= requestAnimationFrame(this.#draw);
  }

  /** At most every other moment, so that typing and Stop stay quick while output pours in. */
  #draw = (now: number): void => {
    if (now - this.#drawnAt < DRAW_EVERY_MS && this.busy) {
      this.#frame = requestAnimationFrame(this.#draw);
      return;
    }
    this.#frame = undefined;
    this.#drawnAt = now;
    this.view = this.#output.view(this.#pages);
  };

  #end(outcome: RunOutcome, durationMs: number | null): void {
    this.#release?.();
    const error: PythonError | null | undefined = outcome.error;
    if (error?.traceback) this.#print('stderr', ensureBreak(this.#output.text) + error.traceback);
    this.outcome = outcome;
    this.durationMs = durationMs;
    this.state = 'ended';
  }

  #reset(): void {
    this.#release?.();
    this.#output = new Output();
    this.#pages = 1;
    this.strokes = [];
    this.drawn = 0;
    this.outcome = null;
    this.#lost = false;
    this.durationMs = null;
    this.failed = null;
    this.view = { pieces: [], hiddenLines: 0 };
  }
}

/** A traceback begins on a line of its own. */
function ensureBreak(before: string): string {
  return before === '' || before.endsWith('\n') ? '' : '\n';
}
