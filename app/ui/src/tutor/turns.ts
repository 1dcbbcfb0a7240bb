// One question as the page shows it, moved by the news of the tutor. News may come twice, late, or before the server
// has said the question's id.
import type { Answer, AnswerPart, Rung, Turn, TutorNews } from '../api/types';

export interface Shown {
  turn: Turn;
  /** Waiting for the model: 1 is next; expected seconds until the first word. */
  queue: { place: number; seconds: number } | null;
  /** What the model has said so far. */
  writing: { model: string; text: string } | null;
  /** The model's words were taken back. */
  withdrawn: boolean;
  /** When something was last heard of it, in milliseconds of the page's clock. */
  heardAt: number;
}

export function shown(turn: Turn, heardAt: number): Shown {
  return { turn, queue: null, writing: null, withdrawn: turn.ending === 'withdrawn', heardAt };
}

/** Whether something more may come. */
export const open = ({ turn }: Shown): boolean => !turn.ending;

/** The turn after one piece of news. */
export function take(before: Shown, news: TutorNews, heardAt: number): Shown {
  const after = { ...before, heardAt };
  const { turn } = before;
  switch (news.kind) {
    case 'first':
      return { ...after, turn: withAnswer(turn, 0, news.answer) };
    case 'queued':
      return turn.ending ? after : { ...after, queue: { place: news.place, seconds: news.wait_s } };
    case 'began':
      return turn.ending ? after : { ...after, queue: null, writing: { model: news.model, text: '' } };
    case 'text': {
      if (turn.ending) return after;
      const { model, text } = before.writing ?? { model: '', text: '' };
      return { ...after, queue: null, writing: { model, text: text + news.text } };
    }
    case 'better':
      return { ...after, queue: null, writing: null, turn: withAnswer(turn, 1, news.answer) };
    case 'withdrawn':
      return { ...after, queue: null, writing: null, withdrawn: true };
    case 'rung':
      return { ...after, turn: withRung(turn, news.rung) };
    case 'ended': {
      const withdrawn = before.withdrawn || news.ending === 'withdrawn';
      return { ...after, queue: null, writing: null, withdrawn, turn: { ...turn, ending: news.ending } };
    }
  }
}

/** The turn as the server tells it whole: it knows better, but the words that are just being written stay. */
export function settle(before: Shown, turn: Turn, heardAt: number): Shown {
  if (turn.ending) return shown(turn, heardAt);
  const news = turn.answers.length > before.turn.answers.length;
  const answers = news ? turn.answers : before.turn.answers;
  return { ...before, heardAt: news ? heardAt : before.heardAt, turn: { ...turn, answers } };
}

function withAnswer(turn: Turn, at: number, answer: Answer): Turn {
  const answers = [...turn.answers];
  answers[Math.min(at, answers.length)] = answer;
  return { ...turn, agent: answer.agent, answers };
}

/** Opens a hint in whichever answer has the ladder; one that is open already stays as it is. */
export function withRung(turn: Turn, rung: Rung): Turn {
  const opened = (part: AnswerPart): AnswerPart => {
    if (part.kind !== 'hints' || part.rungs.some((known) => known.rung === rung.rung)) return part;
    return { ...part, rungs: [...part.rungs, rung].sort((a, b) => a.rung - b.rung) };
  };
  return { ...turn, answers: turn.answers.map((answer) => ({ ...answer, parts: answer.parts.map(opened) })) };
}
