import { eventNames, isTaskEvent } from '../events/names.ts';
import { makeScanner, type ReadEngine } from '../ingest/fast/engine.ts';
import { newTaskRows, type TaskBatch } from '../ingest/fast/task-columns.ts';
import type { TaskScanner } from '../ingest/fast/task-scanner.ts';
import { LineSplitter, type BulkReader, type LinePlace } from '../ingest/line-splitter.ts';
import type { LogPart } from '../ingest/log-input.ts';
import type { DeliveredPiece } from '../ingest/threads/scan-threads.ts';
import { blockRows } from '../util/column.ts';
import { ApplicationSplitter } from './application-splitter.ts';
import { applyPiece } from './apply-piece.ts';
import type { DataQuality } from './data-quality.ts';
import type { ModelBuilder } from './model-builder.ts';
import { OversizedLines, type OversizedEvents } from './oversized-lines.ts';
import { parseDamagedTask, parseEvent, splitJoinedEvents } from './parse-event.ts';

const maxExamples = 5;

/**
 * Brings lines into models: task lines by the scanner, where there is one and it knows their layout, all others one by one as
 * text. What cannot be read is counted where it would have belonged.
 */
export class LineReader {
  readonly applications: ApplicationSplitter;
  eventsRead = 0;
  readonly #maxLineBytes: number;
  readonly #decoder = new TextDecoder();
  readonly #scanner: TaskScanner | undefined;
  readonly #bulk: BulkReader | undefined;
  /** The one whose task rows are the scanner's. */
  #scannedInto: ModelBuilder | undefined;
  #behindLastNewline = false;

  constructor(maxLineBytes: number, engine: ReadEngine | undefined, taskDetails: boolean | undefined) {
    this.applications = new ApplicationSplitter(taskDetails);
    this.#maxLineBytes = maxLineBytes;
    const scanner = makeScanner(engine, maxLineBytes);
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

  /** Of the application that is being read. */
  get builder(): ModelBuilder {
    return this.applications.current;
  }

  /** A buffer to read files into, whose bytes need not be copied then. */
  get buffer(): Uint8Array | undefined {
    return this.#scanner?.buffer;
  }

  /** What cuts a part into lines, and hands them to this reader. */
  splitterFor(part: LogPart): LineSplitter {
    return new LineSplitter(
      (bytes, start, end, place) => {
        this.#readLine(part, bytes, start, end, place);
      },
      new OversizedLines((events, place) => {
        this.#addOversized(part, events, place);
      }),
      this.#maxLineBytes,
      this.#bulk,
    );
  }

  /** Reads what stands behind the last newline of a part: a line that was being written, or was cut. */
  finishPart(splitter: LineSplitter): void {
    this.#behindLastNewline = true;
    splitter.finish();
    this.#behindLastNewline = false;
  }

  /** Takes what another thread has read of a part. */
  applyPiece(part: LogPart, { piece, texts }: DeliveredPiece, splitter: LineSplitter): void {
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

function noteUnreadable(quality: DataQuality, part: LogPart, place: LinePlace, problem: string): void {
  quality.linesUnreadable++;
  if (quality.unreadableExamples.length >= maxExamples) return;
  quality.unreadableExamples.push({ part: part.name, ...place, problem });
}
