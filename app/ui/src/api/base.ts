// Where the classroom is. In a browser that is the page's own origin; the desktop app, which ships these
// pages itself, sets `window.LEARNFLOW_BASE` before they load.

declare global {
  interface Window {
    LEARNFLOW_BASE?: string;
  }
}

/** The classroom's origin, without a slash at its end. */
export const origin = (window.LEARNFLOW_BASE ?? window.location.origin).replace(/\/+$/, '');

/** The address of a path of the API, as `topics`. */
export function apiAddress(path: string): string {
  return `${origin}/api/v1/${path}`;
}

/** The address of a WebSocket, as `/ws/chat/…`. */
export function socketAddress(path: string): string {
  return origin.replace(/^http/, 'ws') + path;
}

/** What students type or scan to join a class. */
export function joinAddress(code: string): string {
  return `${origin}/join/${encodeURIComponent(code)}`;
}
