// Who is signed in. The access token lives in memory only; the refresh token in sessionStorage, so that a
// reload keeps the session and closing the tab ends it. One refresh at a time.
import { newKey } from './ids';
import { Failure } from './failure';
import { pause, send } from './send';
import type { Session, User } from './types';

interface Kept {
  token: string;
  /** The key of a refresh that was begun; a retry, even after a reload, must carry the same one. */
  key?: string;
}

const KEY = 'learnflow.session';
const EARLY_S = 60;

const state = $state<{ user: User | null; ready: boolean; reaching: boolean }>({
  user: null,
  ready: false,
  reaching: true,
});
let access: string | undefined;
let refreshing: Promise<void> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

export const session = {
  get user(): User | null {
    return state.user;
  },
  /** Whether it is known if somebody is signed in. */
  get ready(): boolean {
    return state.ready;
  },
  /** Whether the classroom answered when this page opened. */
  get reaching(): boolean {
    return state.reaching;
  },
  get access(): string | undefined {
    return access;
  },
};

/** Takes up the session this tab had before a reload. */
export async function resume(): Promise<void> {
  while (kept() && !state.user) {
    try {
      await refresh();
    } catch (error) {
      if (error instanceof Failure && !ends(error)) {
        state.reaching = false;
        await pause(2_000 + Math.random() * 2_000);
        continue;
      }
      break;
    }
  }
  state.reaching = true;
  state.ready = true;
}

export async function joinClass(class_code: string, name: string, pin: string): Promise<User> {
  return begin(
    await send<Session>({
      method: 'POST',
      path: 'auth/join',
      body: { class_code, name, pin },
      key: newKey(),
    }),
  );
}

export async function signInTeacher(username: string, password: string): Promise<User> {
  return begin(
    await send<Session>({ method: 'POST', path: 'auth/login', body: { username, password }, key: newKey() }),
  );
}

/** Ends the session here at once, and on the server as soon as it hears of it. */
export async function signOut(): Promise<void> {
  const last = kept();
  forget();
  if (!last) return;
  const body = { refresh_token: last.token };
  await send({ method: 'POST', path: 'auth/logout', body, key: newKey(), tries: 1 }).catch(() => undefined);
}

/** Exchanges the refresh token; everybody who asks meanwhile waits for the same exchange. */
export function refresh(): Promise<void> {
  refreshing ??= exchange().finally(() => (refreshing = undefined));
  return refreshing;
}

async function exchange(): Promise<void> {
  const last = kept();
  if (!last) throw new Failure();
  const key = last.key ?? newKey();
  keep({ token: last.token, key });
  try {
    const body = { refresh_token: last.token };
    begin(await send<Session>({ method: 'POST', path: 'auth/refresh', body, key }));
  } catch (error) {
    if (error instanceof Failure && ends(error)) forget();
    throw error;
  }
}

/** Whether a refused refresh means that the session is over. */
function ends(failure: Failure): boolean {
  return (
    failure.is('sign-in') || failure.is('not-found') || failure.is('key-reused') || failure.is('malformed')
  );
}

function begin(next: Session): User {
  access = next.access_token;
  keep({ token: next.refresh_token });
  clearTimeout(timer);
  timer = setTimeout(
    () => void refresh().catch(() => undefined),
    Math.max(5, next.expires_in - EARLY_S) * 1_000,
  );
  if (JSON.stringify(state.user) !== JSON.stringify(next.user)) state.user = next.user;
  state.ready = true;
  return next.user;
}

function forget(): void {
  clearTimeout(timer);
  access = undefined;
  sessionStorage.removeItem(KEY);
  state.user = null;
}

function keep(session: Kept): void {
  sessionStorage.setItem(KEY, JSON.stringify(session));
}

function kept(): Kept | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Kept | null) ?? undefined;
  } catch {
    return undefined;
  }
}
