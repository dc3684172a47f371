/** The name that was most likely meant: one that contains the text, else the one with the fewest slips; nothing when none is near. */
export function nearest(text: string, names: readonly string[]): string | undefined {
  const asked = text.toLowerCase();
  const containing = names.find((name) => asked.length >= 3 && name.includes(asked));
  if (containing !== undefined) return containing;
  const [best] = names
    .map((name) => ({ name, slips: editDistance(asked, name) }))
    .sort((a, b) => a.slips - b.slips || a.name.localeCompare(b.name));
  // Two texts of which half differs have nothing in common.
  return best !== undefined && best.slips <= best.name.length / 2 ? best.name : undefined;
}

/** Levenshtein's distance: insertions, deletions and replacements from one text to the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
