// How long to wait before the next try: twice as long each time, up to a limit, spread so that thirty
// laptops do not come back in the same instant.

const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** The pause before try number `attempt` (from 1); `random` is in 0..1. */
export function backoff(attempt: number, random: number = Math.random()): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 10));
  return longest / 2 + (longest / 2) * random;
}
