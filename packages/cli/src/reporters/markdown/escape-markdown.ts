import { escapeText } from '../../terminal/escape.ts';

/** Between a mark and its word: seen by nobody, and keeps a mention or a reference from being one. */
const wordJoiner = '\u2060';

/**
 * Makes a text safe within one line of Markdown: no markup, no HTML, no table cell, no link, no mention, and no reference
 * to an issue. Text from logs is untrusted, and a ticket system acts on what it shows.
 */
export function escapeMarkdown(text: string): string {
  return escapeText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/([@#])(?=[\w(])/g, `$1${wordJoiner}`)
    .replace(
      /\b(GH-|https?:|ftp:|mailto:|www\.)(?=\w|\/)/gi,
      (link) => `${link.slice(0, -1)}${wordJoiner}${link.slice(-1)}`,
    )
    .replace(/^([-+=#]|\d+(?=[.)](?:\s|$)))(?=\s|$|[.)=#-])/, (start) =>
      /\d/.test(start) ? `${start}\\` : `\\${start}`,
    );
}

/** A text as code: shown as it is, whatever it holds. */
export function codeSpan(text: string): string {
  const safe = escapeText(text).replaceAll('|', String.raw`\|`);
  const longest = Math.max(0, ...(safe.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || safe === '' ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}
