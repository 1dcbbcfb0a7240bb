// Where the student should start, as the last placement quiz said. Known once it was asked for.
import * as api from '../api';
import type { Placement } from '../api/types';
import { session } from '../api/session.svelte';

const state = $state<{ result: Placement['result'] | null }>({ result: null });

export const placed = {
  get result(): Placement['result'] | null {
    return state.result;
  },
  set result(result: Placement['result'] | null) {
    state.result = result;
  },
  /** Asks again; a page that cannot be reached just marks nothing. */
  async reload(): Promise<void> {
    if (session.user?.role !== 'student') return;
    state.result = await api.placement().then(
      (placement) => placement.result,
      () => state.result,
    );
  },
};
