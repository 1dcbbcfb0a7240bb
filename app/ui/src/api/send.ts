// One HTTP exchange with the API, with patience: what may be repeated is repeated when the network or the
// server is busy, always under the same Idempotency-Key.
import { language } from '../i18n/language.svelte';
import { apiAddress } from './base';
import { Failure } from './failure';
import type { Problem } from './types';

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
  /** For a POST that writes. */
  key?: string;
  token?: string | undefined;
  /** How often to try in all; calls without a key that write are sent once. */
  tries?: number;
}

const LONGEST_PAUSE_MS = 8_000;
const PATIENCE_MS = 30_000;

export async function send<T>(call: Call): Promise<T> {
  const tries = call.tries ?? (call.method === 'POST' && !call.key ? 1 : 3);
  for (let attempt = 1; ; attempt++) {
    try {
      return await once<T>(call);
    } catch (error) {
      const again = error instanceof Failure && (error.offline || error.is('busy'));
      if (!again || attempt >= tries) throw error;
      const asked = (error.problem?.retry_after ?? 0) * 1_000;
      await pause(
        Math.min(LONGEST_PAUSE_MS, Math.max(asked, 400 * 2 ** attempt)) * (0.75 + Math.random() / 2),
      );
    }
  }
}

async function once<T>(call: Call): Promise<T> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': language.choice,
  };
  if (call.body !== undefined) headers['content-type'] = 'application/json';
  if (call.key) headers['idempotency-key'] = call.key;
  if (call.token) headers['authorization'] = `Bearer ${call.token}`;
  let response: Response;
  try {
    response = await fetch(apiAddress(call.path), {
      method: call.method,
      headers,
      body: call.body === undefined ? null : JSON.stringify(call.body),
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.status === 204) return undefined as T;
    const body: unknown = await response.json();
    if (response.ok) return body as T;
    throw new Failure(asProblem(body, response.status));
  } catch (error) {
    if (error instanceof Failure) throw error;
    // Neither a response nor readable JSON: a proxy's page, a broken connection.
    throw new Failure();
  }
}

function asProblem(body: unknown, status: number): Problem {
  if (typeof body === 'object' && body !== null && 'type' in body && 'detail' in body) return body as Problem;
  return {
    type: 'urn:learnflow:problem:internal',
    title: 'something went wrong',
    status,
    detail: 'something went wrong; please try again',
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
