// Calls of somebody who is signed in: the access token is added, and renewed once when it is too old.
import { Failure } from './failure';
import { send, type Call } from './send';
import { refresh, session } from './session.svelte';

export async function call<T>(call: Omit<Call, 'token'>): Promise<T> {
  const token = session.access;
  try {
    return await send<T>({ ...call, token });
  } catch (error) {
    if (!(error instanceof Failure && error.is('sign-in'))) throw error;
    // Somebody else may have renewed it while this call was under way.
    if (session.access === token) await refresh();
    return send<T>({ ...call, token: session.access });
  }
}

export function get<T>(path: string): Promise<T> {
  return call<T>({ method: 'GET', path });
}
