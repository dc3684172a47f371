import { escapeText } from '../../terminal/escape.ts';

/** Text between tags or within a quoted attribute of XML or HTML. Controls become visible marks: XML 1.0 cannot hold them. */
export function escapeXml(text: string): string {
  return escapeText(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Keeps `@name`, `#12` and links from being acted on by whoever shows the text. */
const wordJoiner = '\u2060';

/** Text within one line of Markdown or one cell of a table: no markup, no HTML, no mention, no reference. */
export function escapeMarkdown(text: string): string {
  return escapeText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~!]/g, '\\$&')
    .replace(/([@#])(?=\w)/g, `$1${wordJoiner}`)
    .replace(/\b(https?|ftp|mailto):/gi, `$1${wordJoiner}:`)
    .replace(/\bwww\./gi, `www${wordJoiner}.`);
}

/** The message of a GitHub workflow command. */
export function escapeCommand(text: string): string {
  return escapeText(text).replaceAll('%', '%25');
}

/** A property of a GitHub workflow command. */
export function escapeCommandProperty(text: string): string {
  return escapeCommand(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
