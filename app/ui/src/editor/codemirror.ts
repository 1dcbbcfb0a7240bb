// CodeMirror as the pages use it: Python, four spaces, no red lines while typing. Loaded when first needed.
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, StateEffect, StateField, type Extension } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { colours, frame } from './theme';

export interface EditorOptions {
  parent: HTMLElement;
  text: string;
  label: string;
  describedBy: string;
  onchange: (text: string) => void;
  onrun: () => void;
  /** Tab leaves the editor now (after Escape), or indents again. */
  ontabmode: (leaves: boolean) => void;
}

export interface EditorHandle {
  setText: (text: string) => void;
  setLabel: (label: string) => void;
  /** Marks a line, from 1, and brings it into view; null takes the mark away. */
  mark: (line: number | null) => void;
  focus: () => void;
  destroy: () => void;
}

export function createEditor(options: EditorOptions): EditorHandle {
  const label = new Compartment();
  const labelled = (text: string) =>
    EditorView.contentAttributes.of({ 'aria-label': text, 'aria-describedby': options.describedBy });
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        keymap.of([{ key: 'Mod-Enter', run: () => (options.onrun(), true) }]),
        label.of(labelled(options.label)),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onchange(update.state.doc.toString());
        }),
        tabLeavesAfterEscape(options.ontabmode),
        basics,
      ],
    }),
  });
  return {
    setText(text) {
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    setLabel: (text) => view.dispatch({ effects: label.reconfigure(labelled(text)) }),
    mark(line) {
      const there = line !== null && line >= 1 && line <= view.state.doc.lines;
      const from = there ? view.state.doc.line(line).from : null;
      const scroll = from === null ? [] : [EditorView.scrollIntoView(from, { y: 'nearest', yMargin: 40 })];
      view.dispatch({ effects: [setMark.of(from), ...scroll] });
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

/** The line that a step is at, by where it begins. */
const setMark = StateEffect.define<number | null>();
const markedLine = Decoration.line({ attributes: { class: 'cm-stepLine' } });
const mark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMark))
        return effect.value === null ? Decoration.none : Decoration.set([markedLine.range(effect.value)]);
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const basics: Extension = [
  mark,
  lineNumbers(),
  highlightSpecialChars(),
  history(),
  drawSelection(),
  EditorState.allowMultipleSelections.of(false),
  EditorState.tabSize.of(4),
  indentUnit.of('    '),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  python(),
  syntaxHighlighting(colours),
  frame,
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({
    tabindex: '0',
    spellcheck: 'false',
    autocorrect: 'off',
    autocapitalize: 'off',
  }),
  keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
];

/** Escape frees the Tab key until something else is typed, without CodeMirror's own limit of two seconds. */
function tabLeavesAfterEscape(tell: (leaves: boolean) => void): Extension {
  const set = (view: EditorView, leaves: boolean) => {
    view.setTabFocusMode(leaves);
    tell(leaves);
  };
  return EditorView.domEventHandlers({
    keydown(event, view) {
      if (event.key === 'Escape') set(view, true);
      else if (event.key !== 'Tab' && event.key !== 'Shift') set(view, false);
      // CodeMirror's own Escape would start its shorter limit after this one.
      return event.key === 'Escape';
    },
    blur(_event, view) {
      set(view, false);
    },
  });
}
