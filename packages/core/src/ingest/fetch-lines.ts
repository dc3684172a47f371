import type { LogPart } from './log-input.ts';
import { walkLines } from './walk-lines.ts';

/**
 * The texts of the lines with these numbers (from 1) in one part of a log. Lines that the part does not have, that stand behind
 * damage, or that are too long to be held are left out.
 *
 * @throws AppError when the part is no log at all.
 */
export async function fetchLines(part: LogPart, lineNumbers: ReadonlySet<number>): Promise<Map<number, string>> {
  const texts = new Map<number, string>();
  const decoder = new TextDecoder();
  const last = Math.max(0, ...lineNumbers);
  let seen = 0;
  await walkLines(
    part,
    (bytes, start, end, { lineNumber }) => {
      seen = lineNumber;
      if (end > start && lineNumbers.has(lineNumber)) texts.set(lineNumber, decoder.decode(bytes.subarray(start, end)));
    },
    () => seen >= last,
  );
  return texts;
}
