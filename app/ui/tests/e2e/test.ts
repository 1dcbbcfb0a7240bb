// What every spec stands on: the server, and a browser whose every request is watched. A request to another
// origin, a broken content policy or an uncaught error fails the test it happens in.
import { test as base, expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { Server } from './server';

export { expect };

interface Fixtures {
  newPage: (options?: Parameters<Browser['newContext']>[0]) => Promise<Page>;
}

export const test = base.extend<Fixtures, { server: Server }>({
  server: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ server }, use) => use(server.origin),
  newPage: async ({ browser, server, baseURL }, use) => {
    const wrong: string[] = [];
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ baseURL: baseURL ?? server.origin, ...options });
      contexts.push(context);
      context.on('request', (request) => {
        const { protocol, origin } = new URL(request.url());
        if (protocol.startsWith('http') && origin !== server.origin)
          wrong.push(`left the origin: ${request.url()}`);
      });
      context.on('weberror', (error) => wrong.push(`uncaught: ${error.error().message}`));
      context.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) wrong.push(message.text());
      });
      return context.newPage();
    });
    for (const context of contexts) await context.close();
    expect(wrong).toEqual([]);
  },
  // The ordinary page is a watched one too.
  page: async ({ newPage, viewport }, use) => use(await newPage({ viewport })),
});
