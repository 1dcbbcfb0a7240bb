// The student's conversation with the tutor: asked over HTTP, answered on the student's line. What the line did not
// bring (it was lost, the laptop slept) is asked for again, so that nothing waits for ever.
import * as api from '../api';
import type { Ask, Asked, Chat, Ending, ToStudent, Turn, TutorNews, TutorState } from '../api/types';
import { studentLine } from '../live/student.svelte';
import { open, settle, shown, take, withRung, type Shown } from './turns';

/** Nothing heard for so long: look. */
const SILENCE_MS = 6_000;
/** Nothing heard for so long, though the server was asked: nothing comes any more. */
const GIVE_UP_MS = 180_000;
/** News of a question whose id is not known yet. */
const EARLY = 50;

type Call = (key: string) => Promise<Asked>;

class Conversation {
  turns = $state.raw<Shown[]>([]);
  /** There are older ones. */
  more = $state(false);
  tutor = $state.raw<TutorState | null>(null);
  loading = $state(false);
  asking = $state(false);
  /** Why the last thing asked for did not happen. */
  failed = $state.raw<unknown>(null);
  #begun = false;
  #early: { id: string; news: TutorNews }[] = [];
  #watch: ReturnType<typeof setInterval> | undefined;
  /** A question that was sent without hearing back: sent again, it keeps its key and is asked once. */
  #unheard: { what: string; key: string } | undefined;

  /** Loads what was said before, once. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    studentLine.onTutor((message) => this.#hear(message));
    void this.load();
  }

  async load(): Promise<void> {
    this.loading = true;
    try {
      const [tutor, chat] = await Promise.all([api.tutor(), api.chat()]);
      this.tutor = tutor;
      this.#put(chat);
      this.failed = null;
    } catch (error) {
      this.failed = error;
    } finally {
      this.loading = false;
    }
  }

  async older(): Promise<void> {
    const first = this.turns[0];
    if (!first || this.loading) return;
    this.loading = true;
    try {
      const chat = await api.chat(first.turn.question_id);
      this.turns = [...chat.turns.map((turn) => shown(turn, now())), ...this.turns];
      this.more = chat.more;
    } catch (error) {
      this.failed = error;
    } finally {
      this.loading = false;
    }
  }

  /** Asks; `question` is what the page shows of it. Says whether the tutor has taken it. */
  async ask(question: Ask, call: Call): Promise<boolean> {
    if (this.asking) return false;
    const what = JSON.stringify(question);
    const key = this.#unheard?.what === what ? this.#unheard.key : api.newKey();
    this.#unheard = { what, key };
    this.asking = true;
    this.failed = null;
    try {
      const { question_id } = await call(key);
      this.#unheard = undefined;
      this.#add({ question_id, asked_at: new Date().toISOString(), question, answers: [] });
      return true;
    } catch (error) {
      if (!(error instanceof api.Failure && error.offline)) this.#unheard = undefined;
      this.failed = error;
      return false;
    } finally {
      this.asking = false;
    }
  }

  /** Wants no better answer; what is there stays. */
  stop(id: string): void {
    if (!studentLine.send({ type: 'tutor_stop', question_id: id })) this.#end(id, 'stopped');
  }

  /** Opens the next hint of a question. */
  async openRung(id: string): Promise<void> {
    const rung = await api.openRung(api.newKey(), id);
    this.#change(id, (before) => ({ ...before, turn: withRung(before.turn, rung) }));
  }

  #end(id: string, ending: Ending): void {
    this.#change(id, (before) => take(before, { kind: 'ended', ending }, now()));
  }

  #hear(message: Extract<ToStudent, { type: 'tutor' | 'tutor_switched' }>): void {
    if (message.type === 'tutor_switched') {
      this.tutor = { ...this.tutor, mode: message.mode };
      void api.tutor().then((tutor) => (this.tutor = tutor), ignore);
      return;
    }
    const { question_id: id, news } = message;
    if (this.turns.some(({ turn }) => turn.question_id === id)) {
      this.#change(id, (before) => take(before, news, now()));
    } else {
      this.#early = [...this.#early, { id, news }].slice(-EARLY);
      // Asked on another page of this student.
      if (!this.asking) void this.#fetch(id);
    }
  }

  #add(turn: Turn): void {
    const id = turn.question_id;
    if (this.turns.some((other) => other.turn.question_id === id)) return;
    const early = this.#early.filter((news) => news.id === id);
    this.#early = this.#early.filter((news) => news.id !== id);
    const start = shown(turn, now());
    this.turns = [...this.turns, early.reduce((before, { news }) => take(before, news, now()), start)];
    this.#watchSilence();
  }

  #put(chat: Chat): void {
    this.turns = chat.turns.map((turn) => shown(turn, now()));
    this.more = chat.more;
    this.#watchSilence();
  }

  #change(id: string, change: (before: Shown) => Shown): void {
    this.turns = this.turns.map((before) => (before.turn.question_id === id ? change(before) : before));
  }

  async #fetch(id: string): Promise<void> {
    try {
      const turn = await api.question(id);
      if (this.turns.some((known) => known.turn.question_id === id))
        this.#change(id, (before) => settle(before, turn, now()));
      else this.#add(turn);
    } catch {
      // Asked for again at the next look.
    }
  }

  #watchSilence(): void {
    this.#watch ??= setInterval(() => {
      const waiting = this.turns.filter(open);
      if (waiting.length === 0) {
        clearInterval(this.#watch);
        this.#watch = undefined;
      }
      for (const { turn, heardAt } of waiting) {
        const silence = now() - heardAt;
        if (silence > GIVE_UP_MS) this.#end(turn.question_id, 'failed');
        else if (silence > SILENCE_MS) void this.#fetch(turn.question_id);
      }
    }, SILENCE_MS / 2);
  }
}

const now = (): number => performance.now();
const ignore = (): void => {};

export const chat = new Conversation();
