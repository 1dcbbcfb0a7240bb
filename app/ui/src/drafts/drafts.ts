// What somebody typed, kept on this laptop until it is handed in: a reload, a power cut or a lost box loses
// nothing. Each person's drafts stand under their own id, so the next one at the same laptop never sees them.

export interface Draft {
  text: string;
  /** The text last handed in. */
  sent?: string;
}

const PREFIX = 'learnflow.draft.';

export function readDraft(user: string, place: string): Draft | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(user, place)) ?? 'null');
    if (typeof kept === 'object' && kept !== null && 'text' in kept && typeof kept.text === 'string') {
      return kept as Draft;
    }
  } catch {
    // Somebody else wrote there; it is not ours to read.
  }
  return undefined;
}

/** Keeps the draft; false when the browser has no room left. */
export function keepDraft(user: string, place: string, draft: Draft): boolean {
  try {
    localStorage.setItem(keyOf(user, place), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(user: string, place: string): void {
  localStorage.removeItem(keyOf(user, place));
}

/** On signing out: what was handed in is safe on the server and goes; the rest waits for its owner. */
export function clearSentDrafts(user: string): void {
  const prefix = keyOf(user, '');
  const keys = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i) ?? '');
  for (const key of keys.filter((key) => key.startsWith(prefix))) {
    const place = key.slice(prefix.length);
    const draft = readDraft(user, place);
    if (draft && draft.sent === draft.text) dropDraft(user, place);
  }
}

function keyOf(user: string, place: string): string {
  return `${PREFIX}${user}.${place}`;
}
