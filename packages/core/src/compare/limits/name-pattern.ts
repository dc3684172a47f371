import { matchParts } from '../../util/wildcard.ts';
import { normaliseName } from '../normalise-name.ts';

/**
 * A test for names by a pattern in which `*` stands for any text. Numbers and quoted texts count as equal, as they do in the names
 * that are kept of a run; case does not matter.
 */
export function namePattern(pattern: string): (name: string) => boolean {
  const matches = matchParts(pattern.split('*').map((part) => normaliseName(part).toLowerCase()));
  return (name) => matches(name.toLowerCase());
}
