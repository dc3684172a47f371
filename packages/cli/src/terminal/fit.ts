import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** Cuts a plain text (no colour codes) to at most `width` columns and marks the cut. */
export function cutEnd(text: string, width: number, ellipsis: string): string {
  if (widthOf(text) <= width) return text;
  const room = width - widthOf(ellipsis);
  return room <= 0 ? head(ellipsis, width) : head(text, room).trimEnd() + ellipsis;
}

/** Cuts the middle out: for paths and class names, which differ at both ends. */
export function cutMiddle(text: string, width: number, ellipsis: string): string {
  if (widthOf(text) <= width) return text;
  const room = width - widthOf(ellipsis);
  if (room < 2) return cutEnd(text, width, ellipsis);
  const headWidth = Math.ceil(room / 2);
  return head(text, headWidth) + ellipsis + tail(text, room - headWidth);
}

/** Fills up with spaces on the right; a text that is wider stays as it is. Colour codes count nothing. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** Fills up with spaces on the left. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}

/** Breaks into lines at spaces, or within a word that is longer than a line. */
export function wrap(text: string, width: number): string[] {
  return wrapAnsi(text, Math.max(1, width), { hard: true, trim: true }).split('\n');
}

/** Breaks into lines behind a prefix; the lines that follow are indented by as much. */
export function wrapBehind(prefix: string, text: string, width: number): string[] {
  const prefixWidth = widthOf(prefix);
  const indent = ' '.repeat(prefixWidth);
  return wrap(text, width - prefixWidth).map((line, i) => (i === 0 ? prefix : indent) + line);
}

function head(text: string, width: number): string {
  let taken = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += widthOf(segment);
    if (used > width) break;
    taken += segment;
  }
  return taken;
}

function tail(text: string, width: number): string {
  let taken = '';
  let used = 0;
  for (const { segment } of [...graphemes.segment(text)].reverse()) {
    used += widthOf(segment);
    if (used > width) break;
    taken = segment + taken;
  }
  return taken;
}
