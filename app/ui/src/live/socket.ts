// A WebSocket that comes back by itself. Each connection takes a fresh one-use ticket.
import * as api from '../api';
import { socketAddress } from '../api/base';
import { backoff } from './backoff';

export interface Listener<Incoming> {
  message: (message: Incoming) => void;
  connected: (open: boolean) => void;
}

export class Socket<Incoming, Outgoing = never> {
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #closed = false;

  constructor(
    private readonly path: string,
    private readonly listener: Listener<Incoming>,
  ) {
    window.addEventListener('online', this.#retryNow);
    window.addEventListener('offline', this.#lost);
    document.addEventListener('visibilitychange', this.#retryNow);
    void this.#connect();
  }

  /** Sends if connected; says whether it did. */
  send(message: Outgoing): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    window.removeEventListener('online', this.#retryNow);
    window.removeEventListener('offline', this.#lost);
    document.removeEventListener('visibilitychange', this.#retryNow);
    this.#drop();
  }

  async #connect(): Promise<void> {
    this.#timer = undefined;
    this.#attempt += 1;
    try {
      const { ticket } = await api.ticket();
      if (this.#closed) return;
      this.#open(new WebSocket(socketAddress(`${this.path}?ticket=${encodeURIComponent(ticket)}`)));
    } catch {
      this.#later();
    }
  }

  #open(socket: WebSocket): void {
    this.#socket = socket;
    socket.onopen = () => {
      this.#attempt = 0;
      this.listener.connected(true);
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      this.listener.message(JSON.parse(event.data) as Incoming);
    };
    socket.onclose = () => this.#lost();
  }

  #lost = (): void => {
    this.#drop();
    this.listener.connected(false);
    this.#later();
  };

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #later(): void {
    if (this.#closed || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.#connect(), backoff(this.#attempt));
  }

  /** The network is back, or somebody looks at the page again: no need to wait. */
  #retryNow = (): void => {
    if (this.#timer === undefined || document.visibilityState === 'hidden') return;
    clearTimeout(this.#timer);
    void this.#connect();
  };
}
