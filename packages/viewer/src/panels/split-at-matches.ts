/** A text cut where another one stands in it, whatever its case: every second piece is a match. */
export function splitAtMatches(text: string, wanted: string): string[] {
  if (wanted === '') return [text];
  const lower = text.toLowerCase();
  const needle = wanted.toLowerCase();
  // Some letters change their length with their case: then the places do not fit.
  if (lower.length !== text.length) return [text];
  const pieces: string[] = [];
  let from = 0;
  for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, from)) {
    pieces.push(text.slice(from, at), text.slice(at, at + needle.length));
    from = at + needle.length;
  }
  return [...pieces, text.slice(from)];
}
