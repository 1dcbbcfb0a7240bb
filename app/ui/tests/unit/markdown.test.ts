import { expect, test } from 'vitest';
import { partsOf } from '../../src/text/markdown';
import { highlight } from '../../src/text/python';

const html = (text: string) =>
  partsOf(text)
    .map((part) => (part.kind === 'html' ? part.html : ''))
    .join('');

test('markup, pictures and script links stay text', () => {
  expect(html('<img src=x onerror=alert(1)>')).toContain('&lt;img');
  expect(html('![alt](https://elsewhere.example/x.png)')).not.toContain('<img');
  expect(html('[a](javascript:alert(1))')).not.toContain('<a');
  expect(html('[a](data:text/html,x)')).not.toContain('<a');
  expect(html('[a](//elsewhere.example)')).not.toContain('<a');
});

test('links elsewhere open without handing over the page', () => {
  expect(html('[Python](https://python.org)')).toContain('rel="noopener noreferrer"');
});

test('a program is joined with its input and output', () => {
  const text =
    '# Title\n\n```python\ninput()\n```\n\n```input\nhi\n```\n\n```output\nhi\n```\n\n```output\nalone\n```\n';
  expect(partsOf(text)).toEqual([
    { kind: 'html', html: '<h2>Title</h2>\n' },
    { kind: 'example', code: 'input()\n', input: 'hi\n', output: 'hi\n' },
    { kind: 'output', text: 'alone\n' },
  ]);
});

test('highlighting loses no character and knows words from parts of words', () => {
  const code = 'print_all = print("# no comment", 3.5)  # yes\nifs = None\n';
  const spans = highlight(code);
  expect(spans.map((span) => span.text).join('')).toBe(code);
  expect(spans.filter((span) => span.kind === 'name').map((span) => span.text)).toEqual(['print']);
  expect(spans.filter((span) => span.kind === 'keyword').map((span) => span.text)).toEqual(['None']);
  expect(spans.filter((span) => span.kind === 'comment').map((span) => span.text)).toEqual(['# yes']);
});

test('a file stands where it is written and lies beside the program that reads it', () => {
  const text =
    '```file a.txt\n1\n```\n\nIt is read here:\n\n```python\nopen("a.txt")\n```\n\n```python\nx\n```\n';
  const parts = partsOf(text);
  expect(parts[0]).toEqual({ kind: 'file', name: 'a.txt', text: '1\n' });
  expect(parts[2]).toMatchObject({ kind: 'example', files: [{ name: 'a.txt', text: '1\n' }] });
  expect(parts[3]).toEqual({ kind: 'example', code: 'x\n' });
});
