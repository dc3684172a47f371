import { CodecError } from './codecs/codec.ts';
import { decodeSource, prepareCodecs } from './decode.ts';
import { LineSplitter } from './line-splitter.ts';
import type { LogPart } from './log-input.ts';

/** Longer lines than this are left out: nobody reads them, and no event that findings rest on is as long. */
const maxLineBytes = 64 * 2 ** 20;

/**
 * The texts of the lines with these numbers (from 1) in one part of a log. Lines that the part does not have, or that
 * stand behind damage, are left out.
 *
 * @throws AppError when the part is no log at all.
 */
export async function fetchLines(part: LogPart, lineNumbers: ReadonlySet<number>): Promise<Map<number, string>> {
  await prepareCodecs();
  const texts = new Map<number, string>();
  const decoder = new TextDecoder();
  const last = Math.max(0, ...lineNumbers);
  let seen = 0;
  const splitter = new LineSplitter(
    (bytes, start, end, { lineNumber }) => {
      seen = lineNumber;
      if (lineNumbers.has(lineNumber)) texts.set(lineNumber, decoder.decode(bytes.subarray(start, end)));
    },
    {
      push: () => undefined,
      end: ({ lineNumber }) => {
        seen = lineNumber;
      },
    },
    maxLineBytes,
  );
  try {
    for (const chunk of decodeSource(part.open(), { name: part.name, isLaterPart: true })) {
      splitter.push(chunk);
      if (seen >= last) return texts;
    }
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
  }
  splitter.finish();
  return texts;
}
