import { padEnd } from '../../terminal/fit.ts';

/** Two blocks of lines next to each other; the right one begins at column `rightAt`. */
export function beside(left: readonly string[], right: readonly string[], rightAt: number): string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) =>
    (padEnd(left[i] ?? '', rightAt) + (right[i] ?? '')).trimEnd(),
  );
}
