// A draft as a page edits it: every change is kept a moment later, and at once when the page goes away.
import { session } from '../api/session.svelte';
import { dropDraft, keepDraft, readDraft } from './drafts';

const PAUSE_MS = 300;

export class DraftText {
  #text = $state('');
  #sent = $state<string | undefined>();
  /** False when the browser has no room left; the page says so. */
  kept = $state(true);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #user: string;

  constructor(
    readonly place: string,
    readonly start: string,
  ) {
    this.#user = session.user?.id ?? '';
    const draft = readDraft(this.#user, place);
    this.#text = draft?.text ?? start;
    this.#sent = draft?.sent;
    window.addEventListener('pagehide', this.#keepPending);
  }

  get text(): string {
    return this.#text;
  }
  set text(text: string) {
    if (text === this.#text) return;
    this.#text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#keepNow, PAUSE_MS);
  }

  get changed(): boolean {
    return this.#text !== this.start;
  }

  /** The text was handed in. */
  markSent(text: string): void {
    this.#sent = text;
    this.#keepNow();
  }

  startAgain(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#text = this.start;
    dropDraft(this.#user, this.place);
  }

  close(): void {
    this.#keepPending();
    window.removeEventListener('pagehide', this.#keepPending);
  }

  #keepPending = (): void => {
    if (this.#timer !== undefined) this.#keepNow();
  };

  #keepNow = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#text === this.start && this.#sent === undefined) return;
    this.kept = keepDraft(this.#user, this.place, { text: this.#text, sent: this.#sent });
  };
}
