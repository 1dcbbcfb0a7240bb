import { expect, test } from 'vitest';
import { backoff } from '../../src/live/backoff';
import { match } from '../../src/router/match';

test('an address gives its parameters', () => {
  expect(match('/topics/:topic/exercises/:exercise', '/topics/a/exercises/b/')).toEqual({
    topic: 'a',
    exercise: 'b',
  });
  expect(match('/join/:code', '/join/LRN%20234')).toEqual({ code: 'LRN 234' });
  expect(match('/join/:code', '/join/%E0%A4%A')).toEqual({ code: '%E0%A4%A' });
  expect(match('/topics/:topic', '/topics')).toBeUndefined();
  expect(match('/', '/')).toEqual({});
});

test('tries come back later and later, within limits, and spread', () => {
  expect(backoff(1, 0)).toBe(250);
  expect(backoff(1, 1)).toBe(500);
  expect(backoff(3, 1)).toBe(2_000);
  expect(backoff(50, 1)).toBe(15_000);
});
