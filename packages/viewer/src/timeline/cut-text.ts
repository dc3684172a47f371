const ellipsis = '…';
/** With fewer letters, two pieces of a name tell less than its beginning. */
const leastHalved = 20;
/** The last word is a path or an address: its end says which file and line. */
const endsWithPath = /\S[/\\]\S*$/;

/** A text of which so many letters are left. What ends with a path loses its middle, all else its end. */
export function cutToLetters(text: string, letters: number): string {
  if (letters >= text.length) return text;
  if (letters < leastHalved || !endsWithPath.test(text)) return text.slice(0, letters).trimEnd() + ellipsis;
  const ending = Math.floor(letters / 2);
  return text.slice(0, letters - ending).trimEnd() + ellipsis + text.slice(text.length - ending);
}
