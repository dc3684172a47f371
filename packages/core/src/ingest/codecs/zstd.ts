import { isCutMagic, startsWith } from './bytes.ts';
import { type Codec, cutError, damagedError } from './codec.ts';
import { loadZstdModule } from './zstd-module.ts';
import { ZstdStream } from './zstd-stream.ts';

const id = 'zstd';
const magic = [0x28, 0xb5, 0x2f, 0xfd];
const magicBytes = 4;
/** The rest of a skippable frame's magic, after a byte from 0x50 to 0x5f; the LZ4 frame format has the same ones. */
const skippableMagic = [0x2a, 0x4d, 0x18];

/**
 * zstd, the default of Spark 3.2 and later. Spark closes a frame at nearly every flush, so hundreds of thousands of
 * frames are normal; files packed again by hand are one frame. Both go through one decoding context.
 */
export const zstdCodec: Codec = {
  id,
  matches: isFrameStart,
  prepare: loadZstdModule,
  *decode(reader) {
    const stream = new ZstdStream();
    try {
      let frameStart = reader.offset;
      for (;;) {
        const chunk = reader.peekChunk(magicBytes);
        if (stream.frameEnded ? !isFrameStart(chunk) : chunk.length === 0) break;
        const input = stream.load(chunk);
        while (input.position < input.length) {
          if (stream.frameEnded) {
            // Either another format follows, or less than a magic number is left here: decided with the next chunk.
            if (!isFrameStart(chunk.subarray(input.position, input.position + magicBytes))) break;
            frameStart = reader.offset + input.position;
          }
          const problem = stream.step(input);
          if (problem !== undefined) {
            yield stream.takeOutput();
            throw damagedError(id, frameStart, problem);
          }
          if (stream.outputFull) yield stream.takeOutput();
        }
        reader.skip(input.position);
      }
      const nothing = { length: 0, position: 0 };
      while (!stream.frameEnded && stream.step(nothing) === undefined && stream.outputFull) yield stream.takeOutput();
      yield stream.takeOutput();
      if (!stream.frameEnded) throw cutError(id, frameStart, 'frame');
      if (isCutFrameStart(reader.peek(magicBytes))) throw cutError(id, reader.offset, 'frame');
    } finally {
      stream.close();
    }
  },
};

function isFrameStart(head: Uint8Array): boolean {
  return startsWith(head, magic) || (isSkippableType(head[0]) && startsWith(head.subarray(1), skippableMagic));
}

function isCutFrameStart(head: Uint8Array): boolean {
  return isCutMagic(head, magic) || (isSkippableType(head[0]) && head.length < magicBytes);
}

function isSkippableType(byte: number | undefined): boolean {
  return byte !== undefined && byte >>> 4 === 5;
}
