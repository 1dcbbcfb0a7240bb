// The signed-in student's own progress: loaded once, then moved by what arrives live.
import * as api from '../api';
import type { MasteryScore, Progress, TopicProgress } from '../api/types';
import { session } from '../api/session.svelte';

const state = $state<{ progress: Progress | null; failed: unknown }>({ progress: null, failed: null });

export const progress = {
  get all(): Progress | null {
    return state.progress;
  },
  get failed(): unknown {
    return state.failed;
  },
  topic(id: string): TopicProgress | undefined {
    return state.progress?.topics.find((topic) => topic.topic_id === id);
  },
  hasPassed(topic: string, exercise: string): boolean {
    return progress.topic(topic)?.passed.includes(exercise) ?? false;
  },

  async reload(): Promise<void> {
    const user = session.user;
    if (user?.role !== 'student') return;
    try {
      state.progress = await api.progressOf(user.id);
      state.failed = null;
    } catch (error) {
      state.failed = error;
    }
  },

  apply(topic: string, mastery: MasteryScore, streak_days: number): void {
    const known = progress.topic(topic);
    if (!state.progress || !known) return;
    known.mastery = mastery;
    state.progress.streak_days = streak_days;
  },

  passed(topic: string, exercise: string): void {
    const known = progress.topic(topic)?.passed;
    if (known && !known.includes(exercise)) known.push(exercise);
  },
};
