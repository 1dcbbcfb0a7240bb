// Markdown to parts a page can show. Raw HTML and pictures stay text; links go only where http goes.
// A `python` block with the `input` and `output` blocks behind it becomes one example; a block `file NAME` before it is
// shown where it stands and lies beside the program when that is tried.
import MarkdownIt from 'markdown-it';
import type { GivenFile } from '../api/types';

export type Part =
  | { kind: 'html'; html: string }
  | { kind: 'example'; code: string; files?: GivenFile[]; input?: string; output?: string }
  | { kind: 'file'; name: string; text: string }
  | { kind: 'output'; text: string };

const markdown = new MarkdownIt({ html: false, linkify: false });
markdown.disable('image');
markdown.validateLink = (address) => /^(https?:\/\/|#|\/(?!\/))/i.test(address.trim());

markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  const token = tokens[index];
  if (token && /^https?:/i.test(String(token.attrGet('href')))) {
    token.attrSet('target', '_blank');
    token.attrSet('rel', 'noopener noreferrer');
  }
  return self.renderToken(tokens, index, options);
};

// Wide code is scrolled with the keyboard.
markdown.renderer.rules.fence = (tokens, index) =>
  `<pre tabindex="0"><code>${markdown.utils.escapeHtml(tokens[index]?.content ?? '')}</code></pre>\n`;

// The page has the only first-level heading.
markdown.core.ruler.push('lower_headings', (state) => {
  for (const token of state.tokens) {
    if (/^h[1-5]$/.test(token.tag)) token.tag = `h${Number(token.tag[1]) + 1}`;
  }
});

/** A text of one line, as a choice of a quiz: no paragraphs around it. */
export function inlineHtml(text: string): string {
  return markdown.renderInline(text);
}

/** The parts of a text, in order. */
export function partsOf(text: string): Part[] {
  const env = {};
  const parts: Part[] = [];
  let files: GivenFile[] = [];
  let waiting: ReturnType<typeof markdown.parse> = [];
  const flush = () => {
    if (waiting.length > 0)
      parts.push({ kind: 'html', html: markdown.renderer.render(waiting, markdown.options, env) });
    waiting = [];
  };
  for (const token of markdown.parse(text, env)) {
    const language = token.type === 'fence' && token.level === 0 ? token.info.trim() : '';
    if (language === 'python') {
      flush();
      parts.push({ kind: 'example', code: token.content, ...(files.length > 0 ? { files } : {}) });
      files = [];
    } else if (language.startsWith('file ')) {
      flush();
      const file = { name: language.slice(5).trim(), text: token.content };
      files.push(file);
      parts.push({ kind: 'file', ...file });
    } else if (language === 'input' || language === 'output') {
      const last = waiting.length === 0 ? parts.at(-1) : undefined;
      flush();
      if (last?.kind === 'example' && last.output === undefined) last[language] = token.content;
      else parts.push({ kind: 'output', text: token.content });
    } else {
      waiting.push(token);
    }
  }
  flush();
  return parts;
}
