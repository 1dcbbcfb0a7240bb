import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'svelte/compiler';
import { afterEach, expect, test } from 'vitest';
import { Failure } from '../../src/api/failure';
import { language, told } from '../../src/i18n';
import { de } from '../../src/i18n/de';
import { en, type Key } from '../../src/i18n/en';
import { endingWords } from '../../src/runs/ending';

const keys = Object.keys(en) as Key[];
const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

afterEach(() => (language.choice = 'en'));

test('every message says something in every language, with the same values in it', () => {
  for (const key of keys) {
    expect(de[key].trim(), key).not.toBe('');
    expect(names(de[key]), key).toEqual(names(en[key]));
  }
  expect(Object.keys(de).sort()).toEqual([...keys].sort());
});

test('a message is not left in English', () => {
  const same = keys.filter((key) => de[key] === en[key]);
  const words = [
    'class.live',
    'classes.name',
    'colour.orange',
    'live.name',
    'own.test',
    'own.testsTitle',
    'pins.pin',
  ];
  expect(same.sort()).toEqual([...words, 'part.quizzes', 'quiz.title', 'run.seconds'].sort());
});

test('the sentences that are translated are those that the server says', () => {
  const server = join(import.meta.dirname, '../../../../server');
  const sources = [
    'src/execution/report.rs',
    'src/execution/grading.rs',
    'src/gateway/projects.rs',
    'python-sandbox/src/outcome.rs',
  ];
  const source = sources.map((path) => readFileSync(join(server, path), 'utf8')).join('');
  // What only the page says, and what Rust puts together from pieces.
  const own = ['ending.exited', 'ending.died', 'ending.lost', 'ending.failed', 'ending.failedAt'];
  const said = keys.filter((key) => /^(ending|graded|report|server)\./.test(key) && !own.includes(key));
  for (const key of said)
    for (const piece of en[key].split(/\{\w+\}/).filter((piece) => /\w{3}/.test(piece)))
      expect(source.toLowerCase(), key).toContain(
        piece
          .replace(/^Python stopped in line $/, 'Python stopped')
          .replace(/\.$/, '')
          .toLowerCase(),
      );
});

test('the server is heard in the language of the page', () => {
  const loop = 'Your program ran for too long and was stopped. Is there a loop that never ends?';
  const name = 'Python stopped in line 3: NameError: name "a" is not defined';
  const call = '`area(3)` gave another value than expected.';
  expect([loop, name, call, 'Something new.'].map((text) => told(text))).toEqual([
    loop,
    name,
    call,
    'Something new.',
  ]);
  language.choice = 'de';
  expect([loop, name, call, 'Something new.'].map((text) => told(text))).toEqual([
    de['ending.timed_out'],
    'Python hat in Zeile 3 angehalten: NameError: name "a" is not defined',
    '`area(3)` ergab einen anderen Wert als erwartet.',
    'Something new.',
  ]);
});

test('where the sentence is not known, the kind tells', () => {
  language.choice = 'de';
  const error = { kind: 'NameError', message: 'no {line}', traceback: '', line: 2 };
  expect(endingWords({ status: 'stopped', sentence: '' })).toBe(de['ending.stopped']);
  expect(endingWords({ status: 'died', sentence: 'It broke.' })).toBe(de['ending.died']);
  expect(endingWords({ status: 'failed', sentence: 'It broke.', error })).toBe(
    'Python hat in Zeile 2 angehalten: NameError: no {line}',
  );
  const problem = { type: 'urn:learnflow:problem:busy', title: 'busy', status: 503, detail: 'try again' };
  expect(new Failure(problem as Failure['problem']).sentence).toBe(de['failure.busy']);
});

test('what a page says stands in the languages, not in the page', () => {
  const home = join(import.meta.dirname, '../../src');
  const pages = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.svelte'),
  );
  const found = pages.flatMap((path) =>
    texts(parse(readFileSync(join(home, path), 'utf8'), { modern: true }).fragment).map(
      (text) => `${path}: ${text}`,
    ),
  );
  // Names, keys and Python.
  expect(found.sort()).toEqual([
    'App.svelte: LearnFlow',
    'classes/TestFields.svelte: double(4)',
    'editor/Editor.svelte: Ctrl',
    'editor/Editor.svelte: Enter',
    'editor/Editor.svelte: Esc',
    'editor/Editor.svelte: Tab',
    'parts/Header.svelte: LearnFlow',
  ]);
});

const SPOKEN = [
  'alt',
  'aria-label',
  'aria-valuetext',
  'heading',
  'label',
  'lead',
  'placeholder',
  'text',
  'title',
  'what',
  'yes',
];

/** The words that stand in the markup itself: as text, or in an attribute that is shown or read aloud. */
function texts(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(texts);
  if (typeof node !== 'object' || node === null) return [];
  const { type, name, data, attributes, value, ...rest } = node as Record<string, unknown>;
  if (type === 'Text') return typeof data === 'string' && /[a-z]{2}/i.test(data) ? [data.trim()] : [];
  if (type === 'Attribute') return SPOKEN.includes(name as string) ? texts(value) : [];
  const hidden = (attributes as { name?: string; value?: [{ data?: string }] }[] | undefined)?.some(
    (one) => one.name === 'aria-hidden' && Array.isArray(one.value) && one.value[0].data === 'true',
  );
  if (hidden || name === 'code') return [];
  return [...texts(attributes), ...Object.values(rest).flatMap(texts)];
}
