import { expect, test } from 'vitest';
import type { Answer, Turn, TutorNews } from '../../src/api/types';
import { open, settle, shown, take, withRung, type Shown } from '../../src/tutor/turns';
import { askedWords, endingWords } from '../../src/tutor/words';

const asked: Turn = {
  question_id: 'q',
  asked_at: '2026-03-02T09:00:00Z',
  question: { text: 'Why?' },
  answers: [],
};
const library: Answer = {
  agent: 'debug',
  source: { kind: 'library' },
  parts: [{ kind: 'hints', rungs: [{ rung: 1, markdown: 'Look.' }], of: 3 }],
};
const model: Answer = {
  agent: 'debug',
  source: { kind: 'model', name: 'tiny' },
  parts: [{ kind: 'text', markdown: 'Because.' }],
};
const first: TutorNews = { kind: 'first', answer: library, more: true };
const after = (...news: TutorNews[]): Shown =>
  news.reduce((before, one) => take(before, one, 1), shown(asked, 0));

test('the first answer stays, whatever the model does', () => {
  const ends: TutorNews[][] = [
    [{ kind: 'ended', ending: 'library' }],
    [
      { kind: 'queued', place: 3, wait_s: 20 },
      { kind: 'ended', ending: 'busy' },
    ],
    [
      { kind: 'began', model: 'tiny' },
      { kind: 'text', text: 'Be' },
      { kind: 'ended', ending: 'failed' },
    ],
    [{ kind: 'began', model: 'tiny' }, { kind: 'withdrawn' }, { kind: 'ended', ending: 'withdrawn' }],
  ];
  for (const news of ends) {
    const turn = after(first, ...news);
    expect(turn.turn.answers).toEqual([library]);
    expect([turn.queue, turn.writing, open(turn)]).toEqual([null, null, false]);
  }
});

test('pieces are joined, and the whole answer takes their place', () => {
  const writing = after(
    first,
    { kind: 'began', model: 'tiny' },
    { kind: 'text', text: 'Be' },
    { kind: 'text', text: 'cause.' },
  );
  expect(writing.writing).toEqual({ model: 'tiny', text: 'Because.' });
  const done = [
    { kind: 'better', answer: model },
    { kind: 'ended', ending: 'model' },
  ] as const;
  const ended = done.reduce<Shown>((before, news) => take(before, news, 2), writing);
  expect(ended.turn.answers).toEqual([library, model]);
  expect(ended.writing).toBeNull();
});

test('news that comes twice, or late, changes nothing', () => {
  const ended = after(first, { kind: 'better', answer: model }, { kind: 'ended', ending: 'model' });
  const late: TutorNews[] = [
    first,
    { kind: 'better', answer: model },
    { kind: 'queued', place: 1, wait_s: 1 },
    { kind: 'began', model: 'tiny' },
    { kind: 'text', text: 'again' },
  ];
  for (const news of late) expect(take(ended, news, 1)).toEqual(ended);
});

test('hints open in order and once', () => {
  const rung = { rung: 2, markdown: 'What does line 3 do?', line: 3 };
  const turn = withRung(after(first).turn, rung);
  expect(withRung(turn, rung)).toEqual(turn);
  expect(take(shown(turn, 1), { kind: 'rung', rung }, 1).turn).toEqual(turn);
  expect(turn.answers[0]?.parts[0]).toMatchObject({ rungs: [{ rung: 1 }, { rung: 2 }] });
});

test('the server knows better, but never less', () => {
  const heard = after(first, { kind: 'began', model: 'tiny' }, { kind: 'text', text: 'Be' });
  expect(settle(heard, asked, 9).turn.answers).toEqual([library]);
  expect(settle(heard, asked, 9).heardAt).toBe(1);
  const whole: Turn = { ...asked, answers: [library, model], ending: 'model' };
  expect(settle(heard, whole, 9)).toEqual(shown(whole, 9));
});

test('a question without words is called by what it was for', () => {
  expect(askedWords({ text: ' ', code: 'a' }, 'debug')).toBe('Help me find my mistake');
  expect(askedWords({ text: 'Why?' }, 'debug')).toBe('Why?');
  expect(endingWords('library')).toBeUndefined();
  expect(endingWords('stopped')).toBe('Stopped.');
});
