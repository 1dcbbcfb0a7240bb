// Every diagram of the curriculum, read by Mermaid's own parser: the tutor shows them as they are.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';

const curriculum = join(import.meta.dirname, '../../../../server/curriculum');

function diagrams(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return diagrams(path);
    return entry.name.endsWith('.mmd') ? [path] : [];
  });
}

const all = diagrams(curriculum);
let mermaid: (typeof import('mermaid'))['default'];

// It looks for a window when it is loaded; to parse it needs none of it.
beforeAll(async () => {
  Object.assign(globalThis, { window: globalThis, addEventListener: () => undefined });
  // Without a document there is nothing to clean: only the grammar is asked here.
  const purify = (await import('dompurify')).default;
  Object.assign(purify, { addHook: () => undefined, sanitize: (text: string) => text });
  mermaid = (await import('mermaid')).default;
});

test('there are diagrams', () => {
  expect(all.length).toBeGreaterThan(5);
});

test.each(all)('%s can be drawn', async (path) => {
  expect(await mermaid.parse(readFileSync(path, 'utf8'))).toBeTruthy();
});
