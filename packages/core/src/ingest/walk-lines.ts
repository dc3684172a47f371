import { CodecError } from './codecs/codec.ts';
import { decodeSource, prepareCodecs } from './decode.ts';
import { LineSplitter, type LineSink } from './line-splitter.ts';
import type { LogPart } from './log-input.ts';

/** Longer lines than this are passed over: nobody reads them, and no event that findings rest on is as long. */
const maxLineBytes = 64 * 2 ** 20;
/** Others get a turn after so many bytes: some tens of milliseconds. */
const turnBytes = 16 * 2 ** 20;

/**
 * Goes over the lines of one part of a log once more, as far as it is readable, until `isDone` says that the rest is not
 * wanted. A line that is too long goes to the sink as an empty one.
 *
 * @throws AppError when the part is no log at all.
 */
export async function walkLines(part: LogPart, sink: LineSink, isDone: () => boolean): Promise<void> {
  await prepareCodecs();
  const splitter = new LineSplitter(
    sink,
    {
      push: () => undefined,
      end: (place) => {
        sink(new Uint8Array(0), 0, 0, place);
      },
    },
    maxLineBytes,
  );
  let bytesToTurn = turnBytes;
  try {
    for (const chunk of decodeSource(part.open(), { name: part.name, isLaterPart: true })) {
      splitter.push(chunk);
      if (isDone()) return;
      bytesToTurn -= chunk.length;
      if (bytesToTurn > 0) continue;
      bytesToTurn = turnBytes;
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
    }
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
  }
  splitter.finish();
}
