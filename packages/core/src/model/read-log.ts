import { CodecError } from '../ingest/codecs/codec.ts';
import { decodeSource, makeDecodeProgress, prepareCodecs, type DecodeProgress } from '../ingest/decode.ts';
import { makeScanner, prepareScanner, type ReadEngine } from '../ingest/fast/engine.ts';
import { newTaskRows, type TaskBatch } from '../ingest/fast/task-columns.ts';
import type { TaskScanner } from '../ingest/fast/task-scanner.ts';
import type { DeliveredPiece, ScanThreads } from '../ingest/threads/scan-threads.ts';
import { eventNames, isTaskEvent } from '../events/names.ts';
import { LineSplitter, type BulkReader, type LinePlace } from '../ingest/line-splitter.ts';
import type { LogInput, LogPart } from '../ingest/log-input.ts';
import { AppError } from '../util/app-error.ts';
import { blockRows } from '../util/column.ts';
import type { ApplicationModel } from './application-model.ts';
import { applyPiece } from './apply-piece.ts';
import type { DataQuality } from './data-quality.ts';
import { ApplicationSplitter } from './application-splitter.ts';
import type { ModelBuilder } from './model-builder.ts';
import { OversizedLines, type OversizedEvents } from './oversized-lines.ts';
import { readPieces, shareFile } from './read-pieces.ts';
import { parseDamagedTask, parseEvent, splitJoinedEvents } from './parse-event.ts';

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
const maxExamples = 5;
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
      const { quality } = reader.builder.draft;
      quality.damagedParts++;
      quality.notes.push(error.message);
    }
  }
  const { builders } = reader.applications;
  if (reader.eventsRead === 0) throw firstRefusal ?? noEventError(input, reader.builder.draft.quality, reader.damage);
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

class LogReader {
  readonly applications: ApplicationSplitter;
  eventsRead = 0;
  /** What stopped the first part that could not be unpacked to its end. */
  damage: CodecError | undefined;
  #options: ReadOptions;
  #maxLineBytes: number;
  #decoder = new TextDecoder();
  #scanner: TaskScanner | undefined;
  #bulk: BulkReader | undefined;
  /** The one whose task rows are the scanner's. */
  #scannedInto: ModelBuilder | undefined;
  #behindLastNewline = false;
  #storedBytesOfParts = 0;
  #nextReportBytes = progressStepBytes;
  #storedBytesTotal: number | undefined = 0;
  #sizesAreKnown: boolean;

  constructor(options: ReadOptions, parts: readonly LogPart[]) {
    this.#options = options;
    this.applications = new ApplicationSplitter(options.taskDetails);
    this.#sizesAreKnown = parts.every((part) => part.sizeBytes !== undefined);
    if (this.#sizesAreKnown) this.#storedBytesTotal = parts.reduce((sum, part) => sum + (part.sizeBytes ?? 0), 0);
    this.#maxLineBytes = options.maxLineBytes ?? defaultMaxLineBytes;
    const scanner = makeScanner(options.engine, this.#maxLineBytes);
    this.#scanner = scanner;
    if (scanner === undefined) return;
    this.#giveRowsToScanner(scanner);
    this.#bulk = {
      load: (bytes) => {
        scanner.load(bytes);
      },
      take: (start) => this.#takeTasks(scanner, start),
    };
  }

  get builder(): ModelBuilder {
    return this.applications.current;
  }

  async readPart(part: LogPart, isLaterPart: boolean): Promise<void> {
    this.applications.startPart(part.name);
    // Only the last part may be cut: Spark never lets a line span two files.
    this.builder.draft.quality.cutOff = false;
    const splitter = new LineSplitter(
      (bytes, start, end, place) => {
        this.#readLine(part, bytes, start, end, place);
      },
      new OversizedLines((events, place) => {
        this.#addOversized(part, events, place);
      }),
      this.#maxLineBytes,
      this.#bulk,
    );
    try {
      await this.#decode(part, isLaterPart, splitter);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      this.damage ??= error;
      const { quality } = this.builder.draft;
      quality.cutOff = error.kind === 'cut';
      if (error.kind === 'damaged') quality.damagedParts++;
      quality.notes.push(`${part.name}: ${error.message}`);
    } finally {
      this.#behindLastNewline = true;
      splitter.finish();
      this.#behindLastNewline = false;
    }
  }

  async #decode(part: LogPart, isLaterPart: boolean, splitter: LineSplitter): Promise<void> {
    const { maxUnpackedBytes, maxUnpackedRatio } = this.#options;
    const source = part.open();
    if (source.sizeBytes === undefined) this.#storedBytesTotal = undefined;
    else if (this.#storedBytesTotal !== undefined && !this.#sizesAreKnown) this.#storedBytesTotal += source.sizeBytes;
    const progress = makeDecodeProgress();
    const buffer = this.#scanner?.buffer;
    const options = { name: part.name, isLaterPart, progress, buffer, maxUnpackedBytes, maxUnpackedRatio };
    const shared = shareFile(this.#options.threads, part, this.#storedBytesTotal, options);
    const push = (chunk: Uint8Array) => {
      splitter.push(chunk);
    };
    const apply = (delivered: DeliveredPiece) => {
      this.#applyPiece(part, delivered, splitter);
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

  #applyPiece(part: LogPart, { piece, texts }: DeliveredPiece, splitter: LineSplitter): void {
    const scanner = this.#scanner;
    if (scanner === undefined) return;
    applyPiece(piece, splitter, {
      ends: scanner.batch.ends,
      addTasks: (batch) => {
        this.#addTasks(batch, texts);
      },
      readLine: (bytes, start, end, place) => {
        this.#readLine(part, bytes, start, end, place);
      },
    });
  }

  #addTasks(batch: TaskBatch, texts: readonly string[]): void {
    this.eventsRead += batch.eventCount;
    this.builder.draft.quality.linesRead += batch.eventCount;
    this.builder.addTasks(batch, texts);
  }

  #report({ unpackedBytes, storedBytes }: DecodeProgress): void | Promise<void> {
    const { onProgress } = this.#options;
    if (onProgress === undefined || unpackedBytes < this.#nextReportBytes) return;
    this.#nextReportBytes = unpackedBytes + progressStepBytes;
    return onProgress({
      storedBytesRead: this.#storedBytesOfParts + storedBytes,
      storedBytesTotal: this.#storedBytesTotal,
      tasks: this.builder.draft.tasks.rowCount,
    });
  }

  #takeTasks(scanner: TaskScanner, start: number): { end: number; lines: number } {
    const { batch, texts } = scanner;
    let end = start;
    let lines = 0;
    for (;;) {
      end = scanner.scan(end);
      if (batch.eventCount === 0) break;
      lines += batch.eventCount;
      this.#addTasks(batch, texts);
    }
    return { end, lines };
  }

  /** The scanner writes straight into the task table of the application being read. */
  #giveRowsToScanner(scanner: TaskScanner): void {
    this.#scannedInto?.draft.tasks.moveTo(newTaskRows(blockRows));
    this.#scannedInto = this.builder;
    this.builder.draft.tasks.moveTo(scanner.batch.ends);
  }

  #readLine(part: LogPart, bytes: Uint8Array, start: number, end: number, place: LinePlace): void {
    const text = this.#decoder.decode(bytes.subarray(start, end));
    if (text.trim() === '') return;
    const { quality } = this.builder.draft;
    quality.linesRead++;
    const event = parseEvent(text);
    if (typeof event !== 'string') {
      this.#add(event, place);
      this.#learn(text, event.Event);
      return;
    }
    const joined = splitJoinedEvents(text);
    if (joined !== undefined) {
      for (const piece of joined) this.#add(piece, place);
      return;
    }
    const damaged = parseDamagedTask(text);
    if (damaged !== undefined) {
      this.#add(damaged, place);
      return;
    }
    // Spark ends every line with a newline, so this one was being written or was cut.
    quality.cutOff ||= this.#behindLastNewline;
    noteUnreadable(quality, part, place, event);
  }

  #addOversized(part: LogPart, events: OversizedEvents, place: LinePlace): void {
    const { quality } = this.builder.draft;
    quality.linesRead++;
    if (typeof events === 'string') {
      quality.cutOff ||= this.#behindLastNewline;
      noteUnreadable(quality, part, place, `longer than ${this.#maxLineBytes} bytes, and ${events}`);
      return;
    }
    for (const event of events) this.#add(event, place);
    const { draft } = this.builder;
    draft.quality.linesOversized++;
    if (draft.quality.oversizedExamples.length < maxExamples && draft.place !== undefined)
      draft.quality.oversizedExamples.push(draft.place);
  }

  #learn(text: string, eventName: unknown): void {
    // A line with a bare NaN is read, but is not JSON: no layout can be learned from it.
    if (isTaskEvent(eventName) && !/\bNaN|\bInfinity/.test(text))
      this.#scanner?.learn(text, eventName === eventNames.taskStart);
  }

  #add(event: Readonly<Record<string, unknown>>, place: LinePlace): void {
    this.eventsRead++;
    this.applications.turnTo(event);
    if (this.#scanner !== undefined && this.builder !== this.#scannedInto) this.#giveRowsToScanner(this.#scanner);
    const { draft } = this.builder;
    draft.place = { part: draft.parts.length - 1, lineNumber: place.lineNumber, byteOffset: place.byteOffset };
    this.builder.add(String(event.Event), event);
  }
}

function* pushAll(chunks: Iterable<Uint8Array>, push: (chunk: Uint8Array) => void): Generator<void, void, undefined> {
  for (const chunk of chunks) {
    push(chunk);
    yield;
  }
}

function noteUnreadable(quality: DataQuality, part: LogPart, place: LinePlace, problem: string): void {
  quality.linesUnreadable++;
  if (quality.unreadableExamples.length >= maxExamples) return;
  quality.unreadableExamples.push({ part: part.name, ...place, problem });
}
