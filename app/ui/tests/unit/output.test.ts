import { expect, test } from 'vitest';
import { Output } from '../../src/runs/output';

test('pieces of one stream are joined, and streams kept apart', () => {
  const output = new Output();
  output.add('stdout', 'a');
  output.add('stdout', 'b\n');
  output.add('stderr', 'c\n');
  expect(output.view()).toEqual({
    pieces: [
      { source: 'stdout', text: 'ab\n' },
      { source: 'stderr', text: 'c\n' },
    ],
    hiddenLines: 0,
  });
});

test('of very many lines the last ones are shown and the others counted', () => {
  const output = new Output();
  for (let i = 0; i < 1_000; i++) output.add('stdout', '\n'.repeat(100));
  const view = output.view();
  const shown = view.pieces.map((piece) => piece.text).join('');
  expect(shown.length).toBeLessThanOrEqual(400);
  expect(view.hiddenLines).toBe(100_000 - shown.length);
});

test('one very long line is cut, never in the middle of a character', () => {
  const output = new Output();
  output.add('stdout', `x${'😀'.repeat(30_000)}`);
  const [piece] = output.view().pieces;
  expect(piece?.text.length).toBeLessThanOrEqual(16_000);
  expect(piece?.text.startsWith('😀')).toBe(true);
  expect(output.view().hiddenLines).toBe(1);
});

test('asking for more shows more', () => {
  const output = new Output();
  output.add('stdout', 'line\n'.repeat(2_000));
  expect(output.view(6)).toEqual({
    pieces: [{ source: 'stdout', text: 'line\n'.repeat(2_000) }],
    hiddenLines: 0,
  });
});

test('streams that change all the time do not flood the page', () => {
  const output = new Output();
  for (let i = 0; i < 5_000; i++) output.add(i % 2 ? 'stdout' : 'stderr', 'a\n');
  expect(output.view().pieces.length).toBeLessThanOrEqual(100);
});
