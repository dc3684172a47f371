/** A test for texts that consist of these parts in order, with any text between them. One part alone has to be the whole text. */
export function matchParts([first = '', ...rest]: readonly string[]): (text: string) => boolean {
  const last = rest.pop();
  return (text) => {
    if (last === undefined) return text === first;
    if (!text.startsWith(first)) return false;
    // Taking the earliest place for each part leaves the most room for the next: no backtracking.
    let from = first.length;
    for (const part of rest) {
      const at = text.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return text.length - last.length >= from && text.endsWith(last);
  };
}
