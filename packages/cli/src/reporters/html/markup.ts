import { escapeText } from '../../terminal/escape.ts';

/** A piece of a page that is markup already. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Content = Markup | string | number | undefined | readonly Content[];

/** Markup with everything that is put into it escaped, unless it is markup itself: there is no other way to make some. */
export function markup(literals: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  let text = literals[0] ?? '';
  for (const [i, content] of contents.entries()) text += toText(content) + (literals[i + 1] ?? '');
  return new Markup(text);
}

function toText(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(toText).join('');
  return escapeHtml(String(content));
}

/** A text that is safe between tags and inside quoted attributes. What no page should hold becomes visible. */
export function escapeHtml(text: string): string {
  return escapeText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
