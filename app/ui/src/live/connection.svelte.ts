// Whether the live connection of the page that is open stands; the banner of the shell reads it.

const state = $state<{ wanted: number; lost: boolean }>({ wanted: 0, lost: false });
let timer: ReturnType<typeof setTimeout> | undefined;

/** A moment's loss is not worth a word. */
const QUIET_MS = 1_200;

export const connection = {
  get lost(): boolean {
    return state.wanted > 0 && state.lost;
  },
};

/** A live connection begins; returns what its owner calls when it is closed for good. */
export function wantConnection(): () => void {
  state.wanted += 1;
  reportConnection(false);
  return () => {
    state.wanted -= 1;
    if (state.wanted === 0) reportConnection(true);
  };
}

export function reportConnection(open: boolean): void {
  clearTimeout(timer);
  if (open) state.lost = false;
  else timer = setTimeout(() => (state.lost = true), QUIET_MS);
}
