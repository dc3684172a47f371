import { AppError } from '../util/app-error.ts';
import { ByteReader, defaultBufferBytes } from './byte-reader.ts';
import type { ByteSource } from './byte-source.ts';
import { type Codec, codecHeadBytes, CodecError } from './codecs/codec.ts';
import { codecs, plainCodec } from './codecs/index.ts';
import { borrowBuffer, returnBuffer } from './fast/searchable-buffer.ts';
import { eventSearchBytes, hasEventLine, refusalHeadBytes, refusalOf } from './not-a-log.ts';

/** Real logs unpack to at most about 50 times their size; gzip bombs reach 1,000, zstd and LZ4 ones more. */
const defaultMaxUnpackedRatio = 400;
/** Below this size a high ratio does no harm: a log of a few repeated lines may well have one. */
const ratioAppliesFromBytes = 2 ** 30;
/** A tail shorter than this may be the start of a cut magic number. */
const longestMagicBytes = 10;

/** Counters that {@link decodeSource} keeps up to date while it runs. */
export interface DecodeProgress {
  /** Stored bytes taken so far. */
  storedBytes: number;
  /** Plain bytes handed out so far. */
  unpackedBytes: number;
  /** Codecs met so far, in order of appearance. */
  readonly codecIds: string[];
}

export interface DecodeOptions {
  /** What error sentences call the file. */
  readonly name: string;
  /** Refuse to unpack more than this many bytes; no limit when absent. */
  readonly maxUnpackedBytes?: number | undefined;
  /** Refuse more than this many plain bytes per stored byte, once a gigabyte is unpacked (default 400). */
  readonly maxUnpackedRatio?: number | undefined;
  /** The file is a later part of a log: it may be empty, and may start in the middle of anything. */
  readonly isLaterPart?: boolean;
  /** Text of any kind is welcome, not only what can be the start of JSON. */
  readonly anyText?: boolean;
  readonly progress?: DecodeProgress;
  /** Size of the read buffer, 1 MB when absent; small where only the start of a file matters. */
  readonly bufferBytes?: number;
  /** A read buffer to use instead, whose bytes the caller has a use for where they are. */
  readonly buffer?: Uint8Array | undefined;
}

/** A fresh set of counters for {@link DecodeOptions.progress}. */
export function makeDecodeProgress(): DecodeProgress {
  return { storedBytes: 0, unpackedBytes: 0, codecIds: [] };
}

/** Loads what codecs need; to be awaited once before {@link decodeSource}. */
export async function prepareCodecs(): Promise<void> {
  for (const codec of codecs) await codec.prepare?.();
}

/**
 * The plain bytes of one stored file, whatever it is packed with: the codec is recognised again at every member, so that
 * files joined by `cat` read through. A yielded array is valid only until the next one is asked for. Closes the source.
 *
 * @throws AppError `input-not-a-log` or `input-empty` before anything was yielded, `input-limit` at any time.
 * @throws CodecError after everything readable was yielded, when the data is cut or damaged.
 */
export function* decodeSource(source: ByteSource, options: DecodeOptions): Generator<Uint8Array, void, undefined> {
  const plain = unpackSource(source, options);
  yield* options.isLaterPart === true ? plain : refuseForeign(plain, options.name);
}

/**
 * Like {@link decodeSource}, for text or bytes of any kind (a packed tar archive). Only what is packed in no known way at
 * all is refused.
 */
export function* unpackSource(source: ByteSource, options: DecodeOptions): Generator<Uint8Array, void, undefined> {
  const progress = options.progress ?? makeDecodeProgress();
  const buffer = options.buffer ?? borrowBuffer(options.bufferBytes ?? defaultBufferBytes);
  try {
    const reader = new ByteReader(source, buffer);
    yield* limit(decodeMembers(reader, progress, options), reader, progress, options);
  } finally {
    if (buffer !== options.buffer) returnBuffer(buffer);
    source.close();
  }
}

/**
 * What stands behind `offset` of a file whose bytes before it were decoded elsewhere, by the codec with this id. `source`
 * starts there.
 */
export function* decodeRest(
  source: ByteSource,
  offset: number,
  codecId: string,
  options: DecodeOptions,
): Generator<Uint8Array, void, undefined> {
  const progress = options.progress ?? makeDecodeProgress();
  const reader = new ByteReader(source, options.buffer, offset);
  const codec = codecs.find(({ id }) => id === codecId);
  yield* limit(decodeMember(reader, codec), reader, progress, options);
  yield* limit(decodeMembers(reader, progress, options), reader, progress, options);
}

function* decodeMember(reader: ByteReader, codec: Codec | undefined): Generator<Uint8Array, void, undefined> {
  try {
    if (codec !== undefined) yield* codec.decode(reader);
  } catch (error) {
    throw reader.failure ?? error;
  }
}

/** Decodes one member after the other, of any codec, and checks nothing about the text. */
function* decodeMembers(
  reader: ByteReader,
  progress: DecodeProgress,
  options: DecodeOptions,
): Generator<Uint8Array, void, undefined> {
  for (;;) {
    const head = reader.peek(codecHeadBytes);
    if (reader.failure !== undefined && head.length === 0) throw reader.failure;
    if (head.length === 0) return;
    const memberStart = reader.offset;
    const codec = codecs.find((each) => each.matches(head)) ?? textCodec(reader, options);
    if (codec !== undefined) {
      if (progress.codecIds.at(-1) !== codec.id) progress.codecIds.push(codec.id);
      yield* decodeMember(reader, codec);
    }
    if (reader.offset > memberStart) continue;
    if (reader.failure !== undefined) throw reader.failure;
    if (memberStart === 0 && options.isLaterPart !== true) {
      const start = reader.peek(refusalHeadBytes);
      throw refusalOf(options.name, start) ?? new AppError('input-not-a-log', `${options.name} is not an event log.`);
    }
    const kind = head.length < longestMagicBytes ? 'cut' : 'damaged';
    throw new CodecError(
      kind,
      'unknown',
      memberStart,
      `what follows at byte ${memberStart} belongs to no known format`,
    );
  }
}

/** Text that starts in the middle of a line, as the tail of a log does, is plain all the same. */
function textCodec(reader: ByteReader, { anyText }: DecodeOptions): Codec | undefined {
  if (anyText === true) return plainCodec;
  if (reader.offset > 0) return undefined;
  return hasEventLine(reader.peek(eventSearchBytes)) ? plainCodec : undefined;
}

function* limit(
  plain: Iterable<Uint8Array>,
  reader: ByteReader,
  progress: DecodeProgress,
  options: DecodeOptions,
): Generator<Uint8Array, void, undefined> {
  for (const bytes of plain) {
    countUnpacked(progress, bytes.length, reader.offset, options);
    if (bytes.length > 0) yield bytes;
  }
  progress.storedBytes = reader.offset;
}

/**
 * Counts plain bytes that come of the stored bytes up to `storedBytes`.
 *
 * @throws AppError `input-limit` when there are too many.
 */
export function countUnpacked(
  progress: DecodeProgress,
  bytes: number,
  storedBytes: number,
  { name, maxUnpackedBytes = Infinity, maxUnpackedRatio = defaultMaxUnpackedRatio }: DecodeOptions,
): void {
  progress.unpackedBytes += bytes;
  progress.storedBytes = storedBytes;
  if (progress.unpackedBytes > maxUnpackedBytes)
    throw new AppError('input-limit', `${name} unpacks to more than the limit of ${maxUnpackedBytes} bytes.`);
  if (progress.unpackedBytes > ratioAppliesFromBytes && progress.unpackedBytes > maxUnpackedRatio * storedBytes)
    throw new AppError(
      'input-limit',
      `${name} unpacks to more than ${maxUnpackedRatio} times its size, which no event log does; it may be a decompression bomb.`,
    );
}

/** Holds the first bytes back until they show whether this can be an event log. */
function* refuseForeign(
  plain: Generator<Uint8Array, void, undefined>,
  name: string,
): Generator<Uint8Array, void, undefined> {
  try {
    yield* checkHead(plain, name);
  } finally {
    // Whoever only wants the head stops before the rest is asked for, and so would leave it open.
    plain.return();
  }
}

function* checkHead(
  plain: Generator<Uint8Array, void, undefined>,
  name: string,
): Generator<Uint8Array, void, undefined> {
  const head = new HeldBack(plain);
  head.fill(refusalHeadBytes);
  // A file cut or damaged this early still hands out what it has, if that looks like a log.
  if (head.bytes.length === 0 && head.failure !== undefined) throw head.failure;
  const problem = refusalOf(name, head.bytes);
  if (problem !== undefined) {
    // A damaged first line, or none but its end, is no reason to refuse the lines behind it.
    head.fill(eventSearchBytes);
    if (!hasEventLine(head.bytes)) throw problem;
  }
  yield head.bytes;
  if (head.failure !== undefined) throw head.failure;
  yield* plain;
}

/** The first bytes of a stream, copied together, and what stopped it while they were read. */
class HeldBack {
  bytes = new Uint8Array(0);
  failure: CodecError | undefined;
  #plain: Generator<Uint8Array, void, undefined>;

  constructor(plain: Generator<Uint8Array, void, undefined>) {
    this.#plain = plain;
  }

  /** Reads on until there are `count` bytes or no more. */
  fill(count: number): void {
    try {
      while (this.bytes.length < count && this.failure === undefined) {
        const next = this.#plain.next();
        if (next.done === true) return;
        const longer = new Uint8Array(this.bytes.length + next.value.length);
        longer.set(this.bytes);
        longer.set(next.value, this.bytes.length);
        this.bytes = longer;
      }
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      this.failure = error;
    }
  }
}
