// The student's live connection: one for the whole page, from sign-in to sign-out. Runs go through it, and
// results and mastery arrive on it.
import type { FromStudent, Problem, ToStudent } from '../api/types';
import { progress } from '../mastery/progress.svelte';
import { reportConnection, wantConnection } from './connection.svelte';
import { Socket } from './socket';

type RunMessage = Extract<ToStudent, { run_id: string }>;
type TutorMessage = Extract<ToStudent, { type: 'tutor' | 'tutor_switched' }>;
type Place = { topic_id?: string | null; exercise_id?: string | null };

/** What a run under way wants to hear. */
export interface RunListener {
  message: (message: RunMessage) => void;
  problem: (problem: Problem) => void;
  lost: () => void;
}

const state = $state({ open: false });
// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it.
const runs = new Map<string, RunListener>();
let socket: Socket<ToStudent, FromStudent> | undefined;
let release: (() => void) | undefined;
let place: Place = {};
let tutor: ((message: TutorMessage) => void) | undefined;

export const studentLine = {
  get open(): boolean {
    return state.open;
  },

  /** Opens the line; a second call does nothing. */
  start(student: string): void {
    if (socket) return;
    release = wantConnection();
    socket = new Socket<ToStudent, FromStudent>(`/ws/chat/${student}`, { connected, message });
  },

  stop(): void {
    socket?.close();
    socket = undefined;
    release?.();
    state.open = false;
  },

  /** Tells the teacher's list where the student is; told again after each reconnect. */
  at(where: Place): void {
    place = where;
    socket?.send({ type: 'at', ...where });
  },

  send(message: FromStudent): boolean {
    return socket?.send(message) ?? false;
  },

  /** Listens to one run until the returned function is called. */
  listen(run: string, listener: RunListener): () => void {
    runs.set(run, listener);
    return () => runs.delete(run);
  },

  /** Listens to the tutor. */
  onTutor(listener: (message: TutorMessage) => void): void {
    tutor = listener;
  },
};

function connected(open: boolean): void {
  state.open = open;
  reportConnection(open);
  if (open) {
    socket?.send({ type: 'at', ...place });
    // What moved while we were away was not told.
    void progress.reload();
  } else {
    for (const run of [...runs.values()]) run.lost();
  }
}

function message(message: ToStudent): void {
  switch (message.type) {
    case 'run_output':
    case 'run_drawing':
    case 'run_waiting':
    case 'run_ended':
      runs.get(message.run_id)?.message(message);
      break;
    case 'mastery':
      progress.apply(message.topic_id, message.mastery, message.streak_days);
      break;
    case 'tutor':
    case 'tutor_switched':
      tutor?.(message);
      break;
    case 'problem':
      for (const run of [...runs.values()]) run.problem(message.problem);
      break;
    case 'graded':
    case 'ready':
      // The page that handed in has its answer already.
      break;
  }
}
