// The order of the live list. Pure, so that "stay still while somebody looks" can be tested.
import type { LiveStudent } from '../api/types';

export type Column = 'name' | 'online' | 'place' | 'last' | 'mastery' | 'streak';

export interface Sorting {
  column: Column;
  down: boolean;
}

const by: Record<Column, (one: LiveStudent, other: LiveStudent) => number> = {
  name: byName,
  online: (one, other) => Number(other.online) - Number(one.online),
  place: (one, other) => (one.topic_id ?? '~').localeCompare(other.topic_id ?? '~'),
  last: (one, other) => (other.last?.at ?? '').localeCompare(one.last?.at ?? ''),
  mastery: (one, other) => one.mastery - other.mastery,
  streak: (one, other) => one.streak_days - other.streak_days,
};

export function sorted(students: LiveStudent[], { column, down }: Sorting): LiveStudent[] {
  const sign = down ? -1 : 1;
  return [...students].sort((one, other) => sign * by[column](one, other) || byName(one, other));
}

/** The same students in the order of `ids`; who is not in it yet comes last. */
export function held(students: LiveStudent[], ids: string[]): LiveStudent[] {
  const place = new Map(ids.map((id, i) => [id, i]));
  const at = (student: LiveStudent) => place.get(student.student_id) ?? ids.length;
  return [...students].sort((one, other) => at(one) - at(other) || byName(one, other));
}

function byName(one: LiveStudent, other: LiveStudent): number {
  return one.name.localeCompare(other.name);
}
