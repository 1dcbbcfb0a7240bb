// Colours for Python that is only read. A few patterns are enough here, and spare the page the editor.

export interface Span {
  kind: 'plain' | 'keyword' | 'string' | 'number' | 'comment' | 'name';
  text: string;
}

const KEYWORDS =
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield';
const BUILT_IN =
  'print input int float str bool list dict set tuple range len abs min max sum round sorted type enumerate zip open reversed map filter any all';

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>#[^\n]*)`,
    String.raw`(?<string>[rbfuRBFU]{0,2}(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))`,
    String.raw`(?<number>\b\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?\b)`,
    String.raw`(?<keyword>\b(?:${KEYWORDS.replaceAll(' ', '|')})\b)`,
    String.raw`(?<name>\b(?:${BUILT_IN.replaceAll(' ', '|')})\b)`,
    // A word is taken whole, so that `print_all` is not `print`.
    String.raw`(?<plain>[^\W\d]\w*)`,
  ].join('|'),
  'gu',
);

export function highlight(code: string): Span[] {
  const spans: Span[] = [];
  const add = (kind: Span['kind'], text: string) => {
    const last = spans.at(-1);
    if (text === '') return;
    if (last?.kind === kind) last.text += text;
    else spans.push({ kind, text });
  };
  let at = 0;
  for (const found of code.matchAll(TOKEN)) {
    add('plain', code.slice(at, found.index));
    const kind = Object.entries(found.groups ?? {}).find(([, text]) => text !== undefined)?.[0];
    add((kind ?? 'plain') as Span['kind'], found[0]);
    at = found.index + found[0].length;
  }
  add('plain', code.slice(at));
  return spans;
}
