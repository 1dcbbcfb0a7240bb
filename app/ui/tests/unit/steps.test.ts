import { expect, test } from 'vitest';
import type { Steps } from '../../src/api/types';
import { changed, heap, markedLine, screen, sentence, stack } from '../../src/steps/model';

const plain = (text: string) => ({ kind: 'plain' as const, text });
/** `def f(n): return [n]` and `x = f(2)`. */
const steps: Steps = {
  steps: [
    { event: 'line', line: 3, stack: [{ frame: 0, line: 3 }], heap: [], shown: 0, read: 0 },
    {
      event: 'call',
      line: 1,
      stack: [
        { frame: 0, line: 3 },
        { frame: 1, line: 1 },
      ],
      heap: [],
      shown: 0,
      read: 0,
    },
    {
      event: 'return',
      line: 2,
      stack: [
        { frame: 0, line: 3 },
        { frame: 1, line: 2 },
      ],
      heap: [0],
      returned: { kind: 'object', number: 7 },
      shown: 1,
      read: 0,
    },
    { event: 'return', line: 3, stack: [{ frame: 2, line: 3 }], heap: [0], shown: 2, read: 0 },
  ],
  frames: [
    { number: 1, function: '<module>', file: 'main.py', variables: [], more: 0 },
    { number: 2, function: 'f', file: 'helper.py', variables: [{ name: 'n', value: plain('2') }], more: 0 },
    {
      number: 1,
      function: '<module>',
      file: 'main.py',
      variables: [{ name: 'x', value: { kind: 'object', number: 7 } }],
      more: 0,
    },
  ],
  objects: [{ number: 7, kind: 'list', name: 'list', entries: [{ value: plain('2') }], more: 0 }],
  shown: [
    { source: 'stdout', text: 'a' },
    { source: 'stderr', text: 'b' },
  ],
  outcome: { status: 'finished', sentence: 'Your program ran to its end.' },
  complete: true,
};
const step = (number: number) => steps.steps[number] as Steps['steps'][number];

test('each step is told in a sentence', () => {
  expect([0, 1, 2, 3].map((number) => sentence(steps, step(number), number))).toEqual([
    'Next is line 3.',
    'f begins in line 1 of helper.py.',
    'f gives back list #7.',
    'The program is at its end.',
  ]);
});

test('the stack, the objects and the screen are those of the step', () => {
  expect(stack(steps, step(1)).map(({ frame, line, current }) => [frame.function, line, current])).toEqual([
    ['<module>', 3, false],
    ['f', 1, true],
  ]);
  expect(heap(steps, step(1))).toEqual([]);
  expect(heap(steps, step(2)).map(({ number }) => number)).toEqual([7]);
  expect(screen(steps, step(2)).map(({ text }) => text)).toEqual(['a']);
});

test('in another file the line of the program itself stays marked', () => {
  expect([0, 1, 2].map((number) => markedLine(steps, step(number)))).toEqual([3, 3, 3]);
  expect(markedLine(steps, undefined)).toBeNull();
});

test('what is new since the step before is known', () => {
  expect([...changed(steps, 1)]).toEqual(['2:n']);
  expect([...changed(steps, 2)]).toEqual([]);
  expect([...changed(steps, 3)]).toEqual(['1:x']);
});
