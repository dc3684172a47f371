/**
 * The one place where text from a log, or a file name, becomes fit to be shown. Such text is untrusted: it may hold escape
 * sequences that repaint the terminal, bidirectional overrides that turn words round, or line breaks that forge our lines.
 */

/** Breaks and tabs become one space, so that a text can never end a line of ours. */
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/** Joiners and zero-width spaces only shape or hide: terminals disagree on their width, so they are dropped. */
const joiners = /\u200b|\u200c|\u200d|\ufe0e|\ufe0f/g;

/** Control, format (bidirectional marks, tags, byte order marks), private-use characters and lone surrogates. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu;

/** More marks on one letter than any language needs are there to paint over neighbouring lines. */
const heapedMarks = /(\p{M}{3})\p{M}+/gu;

/** Makes a text safe to print within one line: what cannot be shown as it is becomes visible as `\x1b` or `\u{202e}`. */
export function escapeText(text: string): string {
  return text.replace(breaks, ' ').replace(joiners, '').replace(unsafe, visible).replace(heapedMarks, '$1');
}

/** The lines of a text, each safe to print. */
export function escapeLines(text: string): string[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/).map(escapeText);
}

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/** `JSON.stringify` leaves these as they are, and a terminal or a careless reader would act on them. */
const unsafeInJson = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu;

/** Makes serialised JSON safe to print. Such characters only occur inside its strings, where `\uXXXX` means the same. */
export function escapeJson(json: string): string {
  return json.replace(unsafeInJson, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
