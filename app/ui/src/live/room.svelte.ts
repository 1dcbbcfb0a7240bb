// A class as it is now, for its teacher: loaded once, then moved row by row by what arrives live.
import * as api from '../api';
import type { Alerts, LiveStudent, LiveView, ToTeacher } from '../api/types';
import { reportConnection, wantConnection } from './connection.svelte';
import { Socket } from './socket';

export class Room {
  view = $state<LiveView | null>(null);
  alerts = $state<Alerts | null>(null);
  failed = $state<unknown>(null);
  open = $state(false);
  readonly #socket: Socket<ToTeacher>;
  readonly #release: () => void;

  constructor(readonly id: string) {
    this.#release = wantConnection();
    this.#socket = new Socket<ToTeacher>(`/ws/class/${id}`, {
      connected: (open) => {
        this.open = open;
        reportConnection(open);
      },
      message: (message) => this.#take(message),
    });
    void this.reload();
  }

  async reload(): Promise<void> {
    try {
      this.view = await api.live(this.id);
      this.#lookQuietly();
      this.failed = null;
    } catch (error) {
      this.failed = error;
    }
  }

  /** Reads who is stuck anew: shares move with every alert and every mark. */
  async look(): Promise<void> {
    this.alerts = await api.alerts(this.id);
  }

  close(): void {
    this.#socket.close();
    this.#release();
  }

  // The list of students is worth more than this one: it stays when this one cannot be read.
  #lookQuietly(): void {
    void this.look().catch(() => undefined);
  }

  #take(message: ToTeacher): void {
    if (message.type === 'alert') {
      this.#lookQuietly();
    } else if (message.type === 'live') {
      this.#lookQuietly();
      this.view = message.view;
      this.failed = null;
    } else if (this.view) {
      put(this.view.students, message.student);
    }
  }
}

function put(students: LiveStudent[], student: LiveStudent): void {
  const at = students.findIndex((known) => known.student_id === student.student_id);
  if (at === -1) students.push(student);
  else students[at] = student;
}
