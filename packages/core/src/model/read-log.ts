import { CodecError } from '../ingest/codecs/codec.ts';
import { decodeSource, makeDecodeProgress, prepareCodecs, type DecodeProgress } from '../ingest/decode.ts';
import { prepareScanner, type ReadEngine } from '../ingest/fast/engine.ts';
import type { DeliveredPiece, ScanThreads } from '../ingest/threads/scan-threads.ts';
import type { LineSplitter } from '../ingest/line-splitter.ts';
import type { LogInput, LogPart } from '../ingest/log-input.ts';
import { AppError } from '../util/app-error.ts';
import type { ApplicationModel } from './application-model.ts';
import type { DataQuality } from './data-quality.ts';
import { LineReader } from './line-reader.ts';
import { readPieces, shareFile } from './read-pieces.ts';

export interface ReadOptions {
  /** Lines longer than this are not held in memory but walked, and read without plans and other heavy fields. Default 64 MB. */
  readonly maxLineBytes?: number | undefined;
  /** Refuse a part that unpacks to more than this many bytes; no limit when absent. */
  readonly maxUnpackedBytes?: number | undefined;
  /** Refuse a part that unpacks to more than this many times its size (and to more than a gigabyte). Default 400. */
  readonly maxUnpackedRatio?: number | undefined;
  /** What reads task events: by default the fastest that this platform has. All give the same model. */
  readonly engine?: ReadEngine | undefined;
  /** Keep also what only lists and lanes of single tasks show, and no ledger, finding or comparison needs. Default true. */
  readonly taskDetails?: boolean | undefined;
  /** Threads that read large files along with this one; the model is the same. */
  readonly threads?: ScanThreads | undefined;
  /**
   * Called about once per megabyte of unpacked bytes. Reading waits for a promise that it returns, so that others get a
   * turn, and ends when that is rejected.
   */
  readonly onProgress?: ((progress: ReadProgress) => void | Promise<void>) | undefined;
}

/** How far reading has come, over all parts of the log. */
export interface ReadProgress {
  readonly storedBytesRead: number;
  /** Stored size of all parts, or of those opened so far where a size shows only then; absent when one has none. */
  readonly storedBytesTotal: number | undefined;
  readonly tasks: number;
}

const defaultMaxLineBytes = 64_000_000;
const progressStepBytes = 2 ** 20;

/**
 * Reads a whole log into a model. For files that hold several applications (joined by `cat`) see {@link readApplications}.
 *
 * @throws AppError when the log holds no event at all, saying why.
 */
export async function readLog(input: LogInput, options: ReadOptions = {}): Promise<ApplicationModel> {
  const [first] = await readApplications(input, options);
  if (first === undefined) throw new AppError('internal', `${input.name} was read into no model.`);
  return first;
}

/**
 * Reads a whole log into one model per application in it, in order of appearance. What cannot be read is counted in the
 * quality of the model that it would have belonged to.
 *
 * @throws AppError when the log holds no event at all, saying why.
 */
export async function readApplications(input: LogInput, options: ReadOptions = {}): Promise<ApplicationModel[]> {
  await prepareCodecs();
  await prepareScanner(options.engine);
  const reader = new LogReader(options, input.parts);
  let firstRefusal: AppError | undefined;
  for (const [index, part] of input.parts.entries()) {
    try {
      await reader.readPart(part, index > 0);
    } catch (error) {
      // One unreadable part does not take the others with it.
      if (!(error instanceof AppError) || error.code === 'input-limit') throw error;
      firstRefusal ??= error;
      const { quality } = reader.lines.builder.draft;
      quality.damagedParts++;
      quality.notes.push(error.message);
    }
  }
  const { builders } = reader.lines.applications;
  if (reader.lines.eventsRead === 0)
    throw firstRefusal ?? noEventError(input, reader.lines.builder.draft.quality, reader.damage);
  for (const [index, { draft }] of builders.entries()) {
    if (index === 0) draft.sparkVersion ??= input.sparkVersion;
    draft.quality.inProgress = input.inProgress && index === builders.length - 1;
    draft.quality.compacted = input.compacted;
    draft.quality.missingPartIndices = input.missingPartIndices;
    if (index === 0) draft.quality.notes.unshift(...input.notes);
  }
  return builders.map((builder) => builder.finish());
}

function noEventError(input: LogInput, quality: DataQuality, damage: CodecError | undefined): AppError {
  if (quality.linesRead === 0 && damage !== undefined)
    return new AppError('input-unreadable', `Nothing of ${input.name} can be read: ${damage.message}.`);
  if (quality.linesRead === 0) return new AppError('input-empty', `${input.name} is empty: there is no event in it.`);
  return new AppError(
    'input-not-a-log',
    `${input.name} is not a Spark event log: none of its ${quality.linesRead} lines is an event.`,
  );
}

/** Reads the parts of one log one after the other, alone or with other threads, and says how far it has come. */
class LogReader {
  readonly lines: LineReader;
  /** What stopped the first part that could not be unpacked to its end. */
  damage: CodecError | undefined;
  readonly #options: ReadOptions;
  readonly #maxLineBytes: number;
  #storedBytesOfParts = 0;
  #nextReportBytes = progressStepBytes;
  #storedBytesTotal: number | undefined = 0;
  readonly #sizesAreKnown: boolean;

  constructor(options: ReadOptions, parts: readonly LogPart[]) {
    this.#options = options;
    this.#sizesAreKnown = parts.every((part) => part.sizeBytes !== undefined);
    if (this.#sizesAreKnown) this.#storedBytesTotal = parts.reduce((sum, part) => sum + (part.sizeBytes ?? 0), 0);
    this.#maxLineBytes = options.maxLineBytes ?? defaultMaxLineBytes;
    this.lines = new LineReader(this.#maxLineBytes, options.engine, options.taskDetails);
  }

  async readPart(part: LogPart, isLaterPart: boolean): Promise<void> {
    this.lines.applications.startPart(part.name);
    // Only the last part may be cut: Spark never lets a line span two files.
    this.lines.builder.draft.quality.cutOff = false;
    const splitter = this.lines.splitterFor(part);
    try {
      await this.#decode(part, isLaterPart, splitter);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      this.damage ??= error;
      const { quality } = this.lines.builder.draft;
      quality.cutOff = error.kind === 'cut';
      if (error.kind === 'damaged') quality.damagedParts++;
      quality.notes.push(`${part.name}: ${error.message}`);
    } finally {
      this.lines.finishPart(splitter);
    }
  }

  async #decode(part: LogPart, isLaterPart: boolean, splitter: LineSplitter): Promise<void> {
    const { maxUnpackedBytes, maxUnpackedRatio } = this.#options;
    const source = part.open();
    if (source.sizeBytes === undefined) this.#storedBytesTotal = undefined;
    else if (this.#storedBytesTotal !== undefined && !this.#sizesAreKnown) this.#storedBytesTotal += source.sizeBytes;
    const progress = makeDecodeProgress();
    const buffer = this.lines.buffer;
    const options = { name: part.name, isLaterPart, progress, buffer, maxUnpackedBytes, maxUnpackedRatio };
    const shared = shareFile(this.#options.threads, part, this.#storedBytesTotal, options);
    const push = (chunk: Uint8Array) => {
      splitter.push(chunk);
    };
    const apply = (delivered: DeliveredPiece) => {
      this.lines.applyPiece(part, delivered, splitter);
    };
    if (shared !== undefined) source.close();
    const steps =
      shared === undefined
        ? pushAll(decodeSource(source, options), push)
        : readPieces(shared, options, this.#maxLineBytes, { push, apply });
    this.#nextReportBytes = progressStepBytes;
    try {
      while (steps.next().done !== true) {
        const pause = this.#report(progress);
        if (pause !== undefined) await pause;
      }
    } finally {
      steps.return();
    }
    this.#storedBytesOfParts += progress.storedBytes;
  }

  #report({ unpackedBytes, storedBytes }: DecodeProgress): void | Promise<void> {
    const { onProgress } = this.#options;
    if (onProgress === undefined || unpackedBytes < this.#nextReportBytes) return;
    this.#nextReportBytes = unpackedBytes + progressStepBytes;
    return onProgress({
      storedBytesRead: this.#storedBytesOfParts + storedBytes,
      storedBytesTotal: this.#storedBytesTotal,
      tasks: this.lines.builder.draft.tasks.rowCount,
    });
  }
}

function* pushAll(chunks: Iterable<Uint8Array>, push: (chunk: Uint8Array) => void): Generator<void, void, undefined> {
  for (const chunk of chunks) {
    push(chunk);
    yield;
  }
}
