import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../util/app-error.ts';
import { type ByteSource, memorySource } from './byte-source.ts';
import { CodecError } from './codecs/codec.ts';
import { type DecodeOptions, decodeSource, makeDecodeProgress, prepareCodecs } from './decode.ts';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../../fixtures/codecs/${name}`, import.meta.url)));

const sample = fixture('sample.jsonl');
const packed = [
  { file: 'sample.jsonl', codecId: 'plain' },
  { file: 'spark.zstd', codecId: 'zstd' },
  { file: 'single-frame.zst', codecId: 'zstd' },
  { file: 'no-checksum.zst', codecId: 'zstd' },
  { file: 'spark.lz4', codecId: 'lz4-block' },
  { file: 'spark.snappy', codecId: 'xerial-snappy' },
  { file: 'spark.lzf', codecId: 'lzf' },
  { file: 'best.gz', codecId: 'gzip' },
  { file: 'named.gz', codecId: 'gzip' },
  { file: 'linked-blocks.lz4', codecId: 'lz4-frame' },
  { file: 'block-checksums.lz4', codecId: 'lz4-frame' },
  { file: 'framing.sz', codecId: 'snappy-framing' },
].map((each) => ({ ...each, bytes: fixture(each.file) }));

/** Formats whose checksums cover all of the text, so that damage never goes unnoticed. */
const checked = new Set(['gzip', 'lz4-block', 'snappy-framing']);

/** A source that hands out a given number of bytes per read, over and over. */
function choppySource(bytes: Uint8Array, readSizes: readonly number[]): ByteSource {
  const whole = memorySource(bytes);
  let reads = 0;
  return { ...whole, read: (into) => whole.read(into.subarray(0, readSizes[reads++ % readSizes.length])) };
}

function unpack(source: ByteSource, options: Partial<DecodeOptions> = {}): { text: Uint8Array; error: unknown } {
  const pieces: Uint8Array[] = [];
  let error: unknown;
  try {
    for (const bytes of decodeSource(source, { name: 'log', ...options })) pieces.push(bytes.slice());
  } catch (thrown) {
    error = thrown;
  }
  return { text: new Uint8Array(Buffer.concat(pieces)), error };
}

/** Compares without printing a hundred kilobytes when it fails. */
function expectText(actual: Uint8Array, expected: Uint8Array): void {
  expect(actual.length).toBe(expected.length);
  expect(Buffer.compare(actual, expected)).toBe(0);
}

function expectPrefix(actual: Uint8Array, whole: Uint8Array): void {
  expect(actual.length).toBeLessThanOrEqual(whole.length);
  expect(Buffer.compare(actual, whole.subarray(0, actual.length))).toBe(0);
}

beforeAll(prepareCodecs);

describe.each(packed)('$file', ({ file, bytes, codecId }) => {
  test('unpacks to the sample', () => {
    const progress = makeDecodeProgress();
    const { text, error } = unpack(memorySource(bytes), { progress });
    expect(error).toBeUndefined();
    expectText(text, sample);
    expect(progress).toEqual({ storedBytes: bytes.length, unpackedBytes: sample.length, codecIds: [codecId] });
  });

  test('does not depend on how many bytes a read returns', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 }), (readSizes) => {
        const { text, error } = unpack(choppySource(bytes, readSizes));
        expect(error).toBeUndefined();
        expectText(text, sample);
      }),
      { numRuns: 12 },
    );
    expectText(unpack(choppySource(bytes, [1])).text, sample);
  });

  test('cut at any byte, it yields what comes before and says so', () => {
    const atEnds = [0, 1, 2, 3, 4, 5, 8, 9, 10, 15, 16, 17, 21, 22].flatMap((at) => [at, bytes.length - 1 - at]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (length) => {
        const { text, error } = unpack(memorySource(bytes.subarray(0, length)));
        expectPrefix(text, sample);
        if (error instanceof CodecError) {
          expect(error.kind).toBe('cut');
          expect(error.storedOffset).toBeLessThanOrEqual(length);
        } else if (error !== undefined) expect(error).toBeInstanceOf(AppError);
      }),
      { numRuns: 60, examples: atEnds.map((at): [number] => [at]) },
    );
  });

  test('cut late, it yields all but the last block', () => {
    const { text, error } = unpack(memorySource(bytes.subarray(0, Math.floor(bytes.length * 0.9))));
    // The zstd tool puts a file of this size into two blocks at most, and the cut falls into the last.
    const fewBlocks = codecId === 'zstd' && file !== 'spark.zstd';
    expect(text.length).toBeGreaterThanOrEqual(fewBlocks ? 0 : sample.length * 0.4);
    expect(text.length).toBeLessThan(sample.length);
    if (codecId !== 'plain') expect(error).toMatchObject({ kind: 'cut', codecId });
  });

  test('one changed byte neither hangs nor crashes it', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = bytes.slice();
        damaged[at] = damaged[at]! ^ change;
        const { text, error } = unpack(memorySource(damaged), { maxUnpackedBytes: 10_000_000 });
        if (error !== undefined) expect(error instanceof CodecError || error instanceof AppError).toBe(true);
        if (!checked.has(codecId) || error !== undefined) return;
        // One byte can turn a chunk of the snappy framing format into one that readers have to skip.
        if (codecId === 'snappy-framing' && text.length < sample.length) return;
        expectText(text, sample);
      }),
      { numRuns: 60 },
    );
  });
});

describe('files joined', () => {
  test('in any order and of any kinds read through, however they are read', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...packed), { minLength: 2, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 4 }),
        (parts, readSizes) => {
          const joined = new Uint8Array(Buffer.concat(parts.map((part) => part.bytes)));
          const { text, error } = unpack(choppySource(joined, readSizes));
          expect(error).toBeUndefined();
          expectText(text, new Uint8Array(Buffer.concat(parts.map(() => sample))));
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each(packed)('plain text without a last line end before $file', ({ bytes }) => {
    const start = new TextEncoder().encode('{"Event":"a"}');
    const { text, error } = unpack(memorySource(new Uint8Array(Buffer.concat([start, bytes]))));
    expect(error).toBeUndefined();
    expectText(text, new Uint8Array(Buffer.concat([start, sample])));
  });

  test('rubbish behind a member is damage at its first byte', () => {
    const joined = new Uint8Array(Buffer.concat([fixture('best.gz'), Buffer.from('hello, this is no codec')]));
    const { text, error } = unpack(memorySource(joined));
    expectText(text, sample);
    expect(error).toMatchObject({ kind: 'damaged', codecId: 'unknown', storedOffset: fixture('best.gz').length });
  });
});

describe('zstd and LZ4 frames', () => {
  const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

  test.each(['spark.zstd', 'linked-blocks.lz4'])('that may be skipped are, around %s', (file) => {
    const { text, error } = unpack(memorySource(Buffer.concat([skippable, fixture(file), skippable])));
    expect(error).toBeUndefined();
    expectText(text, sample);
  });

  test('many streams can be read side by side', () => {
    const running = [1, 2, 3].map(() => decodeSource(memorySource(fixture('spark.zstd')), { name: 'log' }));
    const pieces: Uint8Array[][] = running.map(() => []);
    for (let more = true; more;) {
      more = false;
      for (const [index, each] of running.entries()) {
        const next = each.next();
        if (next.done === true) continue;
        pieces[index]?.push(next.value.slice());
        more = true;
      }
    }
    for (const each of pieces) expectText(new Uint8Array(Buffer.concat(each)), sample);
  });

  test('damage in one frame leaves the frames before it', () => {
    const good = fixture('spark.zstd');
    const bad = fixture('single-frame.zst');
    bad[bad.length - 1] = bad[bad.length - 1]! ^ 1;
    const { text, error } = unpack(memorySource(Buffer.concat([good, bad])));
    expect(text.length).toBeGreaterThanOrEqual(sample.length);
    expect(error).toMatchObject({
      kind: 'damaged',
      storedOffset: good.length,
      message: `the zstd data is damaged at byte ${good.length}: a checksum does not fit`,
    });
  });
});

describe('limits', () => {
  test('on unpacked bytes end in a refusal', () => {
    const { text, error } = unpack(memorySource(fixture('spark.zstd')), { maxUnpackedBytes: 100_000 });
    expect(text.length).toBeLessThanOrEqual(100_000);
    expect(error).toMatchObject({
      code: 'input-limit',
      message: 'log unpacks to more than the limit of 100000 bytes.',
    });
  });

  test('on the ratio hold from a gigabyte on', () => {
    // One frame of RLE blocks, 128 KB of line ends out of 4 bytes each, behind the start of a log.
    const start = Buffer.from('{"Event":"x"}\n');
    const block = Buffer.from([
      (0x02 | (0x20000 << 3)) & 0xff,
      ((0x20000 << 3) >> 8) & 0xff,
      (0x20000 << 3) >> 16,
      0x0a,
    ]);
    const bomb = Buffer.concat([start, Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x38]), Buffer.alloc(4 * 9000, block)]);
    let unpackedBytes = 0;
    const read = () => {
      for (const bytes of decodeSource(memorySource(bomb), { name: 'bomb' })) unpackedBytes += bytes.length;
    };
    expect(read).toThrow('bomb unpacks to more than 400 times its size');
    expect(unpackedBytes).toBeGreaterThan(0.99 * 2 ** 30);
    expect(unpackedBytes).toBeLessThan(1.1 * 2 ** 30);
  });
});

test('a source that fails half way hands out what it had', () => {
  const whole = choppySource(sample, [50_000]);
  let reads = 0;
  const failing: ByteSource = {
    ...whole,
    read(into) {
      if (++reads === 3) throw new AppError('input-unreadable', 'log cannot be read: EIO.');
      return whole.read(into);
    },
  };
  const { text, error } = unpack(failing);
  expectText(text, sample.subarray(0, 100_000));
  expect(error).toMatchObject({ code: 'input-unreadable' });
});

describe('a reader that only wants the head', () => {
  const openSource = (bytes: Uint8Array) => {
    const source = memorySource(bytes);
    let closed = 0;
    const counted = {
      ...source,
      close: () => {
        closed++;
      },
    };
    return { counted, closedTimes: () => closed };
  };

  test.each(packed)('closes the source of $file', ({ bytes }) => {
    const { counted, closedTimes } = openSource(bytes);
    for (const head of decodeSource(counted, { name: 'a' })) {
      expect(head.length).toBeGreaterThan(0);
      break;
    }
    expect(closedTimes()).toBe(1);
  });

  test('closes what it refuses', () => {
    const { counted, closedTimes } = openSource(new TextEncoder().encode('<html>no log</html>'));
    expect(() => [...decodeSource(counted, { name: 'a' })]).toThrow(AppError);
    expect(closedTimes()).toBe(1);
  });
});
