// The steps of a run, as the step-by-step view shows them. Nothing here draws.
import type { Step, Steps, StepFrame, StepObject, StepShown, StepValue } from '../api/types';
import { t } from '../i18n';
import { inert } from '../runs/inert';

export interface Frame {
  frame: StepFrame;
  line: number;
  /** Where the program is now. */
  current: boolean;
}

export const at = (steps: Steps, number: number): Step | undefined => steps.steps[number];

export function stack(steps: Steps, step: Step): Frame[] {
  const last = step.stack.length - 1;
  return step.stack.flatMap((entry, index) => {
    const frame = steps.frames[entry.frame];
    return frame ? [{ frame, line: entry.line, current: index === last }] : [];
  });
}

/** Objects that something points to, without functions that only have a name: those are written where they are. */
export function heap(steps: Steps, step: Step): StepObject[] {
  return step.heap.flatMap((place) => steps.objects[place] ?? []);
}

/** What is on the screen, as one text for each source. */
export function screen(steps: Steps, step: Step | undefined): StepShown[] {
  return steps.shown.slice(0, step?.shown ?? steps.shown.length);
}

/** Whether an object is drawn as a box of its own; others are words in the place of the arrow. */
export const isBox = (object: StepObject): boolean =>
  object.kind !== 'function' && !(object.kind === 'other' && object.entries.length === 0);

export function frameName(frame: StepFrame): string {
  return frame.function === '<module>' ? t('run.yourProgram') : inert(frame.function);
}

export function objectName(object: StepObject): string {
  const name = inert(object.name);
  if (object.kind === 'other' || object.kind === 'object') return name;
  const kind = t(`object.${object.kind}`);
  if (object.kind === 'class' || object.kind === 'function') return `${kind} ${name}`;
  return name === object.kind || name === 'frozenset' ? kind : `${kind} (${name})`;
}

/** A value in a few words, for a sentence. */
export function words(steps: Steps, step: Step, value: StepValue): string {
  if (value.kind === 'plain') return inert(value.text);
  const object = heap(steps, step).find(({ number }) => number === value.number);
  if (!object) return '…';
  return isBox(object) ? `${objectName(object)} #${object.number}` : objectName(object);
}

/** What happens in a step, in one sentence. */
export function sentence(steps: Steps, step: Step, number: number): string {
  const top = stack(steps, step).at(-1)?.frame;
  const elsewhere = top && top.file !== 'main.py';
  const line = elsewhere
    ? t('steps.lineOf', { line: step.line, file: inert(top.file) })
    : t('steps.line', { line: step.line });
  const module = top?.function === '<module>';
  switch (step.event) {
    case 'line':
      return t('steps.next', { line });
    case 'call':
      return t('steps.begins', { name: top ? frameName(top) : t('steps.aFunction'), line });
    case 'return':
      if (module) return number === steps.steps.length - 1 ? t('steps.end') : t('steps.fileEnd');
      return t('steps.givesBack', {
        name: top ? frameName(top) : t('steps.theFunction'),
        value: step.returned ? words(steps, step, step.returned) : 'None',
      });
    case 'error':
      return t('steps.raised', { line });
    case 'failed':
      return t('steps.failed', { line });
  }
}

/** The line to mark in the editor, if the step is in the program's own file. */
export function markedLine(steps: Steps, step: Step | undefined): number | null {
  if (!step) return null;
  const own = stack(steps, step).findLast(({ frame }) => frame.file === 'main.py');
  return own?.line ?? null;
}

/** Which variables of the current frame are not what they were one step before. */
export function changed(steps: Steps, number: number): Set<string> {
  const names = new Set<string>();
  const [now, before] = [at(steps, number), at(steps, number - 1)];
  if (!now || !before) return names;
  const old = new Map(stack(steps, before).map(({ frame }) => [frame.number, frame]));
  for (const { frame } of stack(steps, now)) {
    const values = new Map(old.get(frame.number)?.variables.map(({ name, value }) => [name, key(value)]));
    for (const { name, value } of frame.variables)
      if (values.get(name) !== key(value)) names.add(`${frame.number}:${name}`);
  }
  return names;
}

const key = (value: StepValue): string =>
  value.kind === 'plain' ? `=${value.text}` : `#${String(value.number)}`;
