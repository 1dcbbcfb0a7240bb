// The address bar: where we are, and going elsewhere without loading the page again.

const state = $state({ path: window.location.pathname });

/** Runs before the page is left; a guard answers false to stay. */
let guard: (() => boolean) | undefined;

export const router = {
  get path(): string {
    return state.path;
  },
};

export function go(path: string, how: { replace?: boolean } = {}): void {
  if (guard && !guard()) return;
  if (how.replace) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  state.path = window.location.pathname;
  if (!how.replace) window.scrollTo(0, 0);
}

/** Asks before the page is left while something would be lost. Returns how to stop asking. */
export function guardLeaving(stay: () => boolean): () => void {
  guard = stay;
  return () => (guard = undefined);
}

/** Turns clicks on links of our own into [go]; everything else is the browser's. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.target || link.hasAttribute('download') || link.origin !== window.location.origin) return;
  if (link.getAttribute('href')?.startsWith('#')) return;
  event.preventDefault();
  go(link.pathname);
}

window.addEventListener('popstate', () => (state.path = window.location.pathname));
