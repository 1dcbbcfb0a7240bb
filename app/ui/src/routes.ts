// Every page: its address, who may see it, and the file it is loaded from.
// To add a page: a file in `pages/`, a line here, and, if it belongs there, a link in `parts/Header.svelte`.
import type { Component } from 'svelte';
import { match, type Params } from './router/match';
import type { User } from './api/types';

export type Audience = 'anyone' | User['role'] | 'signed-in';

export interface Route {
  pattern: string;
  audience: Audience;
  // Each page takes the parameters of its own pattern.
  load: () => Promise<{ default: Component<never> }>;
}

export const routes: Route[] = [
  { pattern: '/', audience: 'signed-in', load: () => import('./pages/Home.svelte') },
  { pattern: '/sign-in', audience: 'anyone', load: () => import('./pages/SignIn.svelte') },
  { pattern: '/join/:code', audience: 'anyone', load: () => import('./pages/SignIn.svelte') },
  { pattern: '/teacher', audience: 'anyone', load: () => import('./pages/TeacherSignIn.svelte') },
  { pattern: '/topics', audience: 'signed-in', load: () => import('./pages/student/Topics.svelte') },
  { pattern: '/topics/:topic', audience: 'signed-in', load: () => import('./pages/student/Topic.svelte') },
  {
    pattern: '/topics/:topic/exercises/:exercise',
    audience: 'signed-in',
    load: () => import('./pages/student/Exercise.svelte'),
  },
  {
    pattern: '/projects/:module',
    audience: 'signed-in',
    load: () => import('./pages/student/Project.svelte'),
  },
  {
    pattern: '/projects/:module/:step',
    audience: 'signed-in',
    load: () => import('./pages/student/ProjectStep.svelte'),
  },
  { pattern: '/placement', audience: 'student', load: () => import('./pages/student/Placement.svelte') },
  { pattern: '/playground', audience: 'signed-in', load: () => import('./pages/student/Playground.svelte') },
  { pattern: '/progress', audience: 'student', load: () => import('./pages/student/Progress.svelte') },
  { pattern: '/tutor', audience: 'student', load: () => import('./pages/student/Tutor.svelte') },
  { pattern: '/classes', audience: 'teacher', load: () => import('./pages/teacher/Classes.svelte') },
  { pattern: '/classes/:id', audience: 'teacher', load: () => import('./pages/teacher/Class.svelte') },
  {
    pattern: '/classes/:id/students/:student',
    audience: 'teacher',
    load: () => import('./pages/teacher/Student.svelte'),
  },
  {
    pattern: '/classes/:id/conversations',
    audience: 'teacher',
    load: () => import('./pages/teacher/Conversations.svelte'),
  },
  {
    pattern: '/classes/:id/conversations/:student',
    audience: 'teacher',
    load: () => import('./pages/teacher/Conversation.svelte'),
  },
  {
    pattern: '/own-exercises',
    audience: 'teacher',
    load: () => import('./pages/teacher/OwnExercises.svelte'),
  },
  {
    pattern: '/own-exercises/new',
    audience: 'teacher',
    load: () => import('./pages/teacher/NewExercise.svelte'),
  },
];

export function routeOf(path: string): { route: Route; params: Params } | undefined {
  for (const route of routes) {
    const params = match(route.pattern, path);
    if (params) return { route, params };
  }
  return undefined;
}
