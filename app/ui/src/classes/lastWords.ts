// The last thing a student's code did, in a few words and a sign.
import type { LastResult, RunStatus } from '../api/types';

const statusWords: Record<RunStatus, string> = {
  finished: 'Ran to its end',
  exited: 'Ran to its end',
  failed: 'Python error',
  timed_out: 'Ran too long',
  waited_too_long: 'Waited too long for input',
  out_of_memory: 'Used too much memory',
  too_much_output: 'Printed too much',
  died: 'Python gave up',
  stopped: 'Stopped',
};

export interface LastWords {
  tone: 'good' | 'bad' | 'plain';
  text: string;
}

export function lastWords(last: LastResult): LastWords {
  if (last.kind === 'submission') {
    const text = last.passed ? 'Passed' : `${Math.round(last.score)} % of tests`;
    return { tone: last.passed ? 'good' : 'bad', text: `${text}, try ${last.attempt}` };
  }
  const fine = last.status === 'finished' || last.status === 'exited' || last.status === 'stopped';
  return { tone: fine ? 'plain' : 'bad', text: last.error_kind ?? statusWords[last.status] };
}

/** How long ago, roughly. */
export function ago(at: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1_000));
  if (seconds < 60) return 'just now';
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}
