import { normaliseName } from '../normalise-name.ts';

/**
 * A test for names by a pattern in which `*` stands for any text. Numbers and quoted texts count as equal, as they do in the names
 * that are kept of a run; case does not matter.
 */
export function namePattern(pattern: string): (name: string) => boolean {
  const parts = pattern.split('*').map((part) => normaliseName(part).toLowerCase());
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  return (name) => {
    const text = name.toLowerCase();
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
