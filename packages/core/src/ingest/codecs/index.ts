import type { Codec } from './codec.ts';
import { gzipCodec } from './gzip.ts';
import { lz4BlockCodec } from './lz4-block.ts';
import { lz4FrameCodec } from './lz4-frame.ts';
import { lzfCodec } from './lzf.ts';
import { makePlainCodec } from './plain.ts';
import { snappyFramingCodec } from './snappy-framing.ts';
import { xerialSnappyCodec } from './xerial-snappy.ts';
import { zstdCodec } from './zstd.ts';

const compressedCodecs: readonly Codec[] = [
  gzipCodec,
  lz4BlockCodec,
  lz4FrameCodec,
  lzfCodec,
  snappyFramingCodec,
  xerialSnappyCodec,
  zstdCodec,
];

export const plainCodec = makePlainCodec(compressedCodecs);

/** Every codec that is read. No two of them match the same bytes, so the order has no meaning. */
export const codecs: readonly Codec[] = [...compressedCodecs, plainCodec];
