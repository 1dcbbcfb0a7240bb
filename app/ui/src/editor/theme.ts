// The editor in the colours of the pages: CSS variables, so that light and dark need no second theme.
import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export const colours = HighlightStyle.define([
  {
    tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword],
    color: 'var(--code-keyword)',
    fontWeight: '600',
  },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: tags.comment, color: 'var(--code-comment)', fontStyle: 'italic' },
  { tag: [tags.function(tags.variableName), tags.className], color: 'var(--code-name)' },
]);

export const frame = EditorView.theme({
  '&': { backgroundColor: 'var(--code-paper)', color: 'var(--code-ink)', fontSize: '1rem', height: '100%' },
  // The ring is around the frame, outside what scrolls and is cut off.
  '&.cm-focused, .cm-content:focus-visible': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--code-ink)', padding: '0.6rem 0' },
  '.cm-cursor': { borderLeftColor: 'var(--code-ink)', borderLeftWidth: '2px' },
  '.cm-gutters': {
    backgroundColor: 'var(--code-paper)',
    color: 'var(--code-comment)',
    border: 'none',
    paddingLeft: '0.35rem',
  },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--brand) 7%, transparent)',
  },
  '.cm-stepLine': {
    backgroundColor: 'color-mix(in srgb, var(--sun) 18%, transparent)',
    boxShadow: 'inset 4px 0 0 var(--focus)',
  },
  '.cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--brand) 24%, transparent) !important',
  },
  '.cm-matchingBracket': {
    backgroundColor: 'color-mix(in srgb, var(--sun) 35%, transparent) !important',
    outline: '1px solid var(--line-strong)',
  },
  '.cm-specialChar': { color: 'var(--bad)' },
});
