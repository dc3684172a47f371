import { endKind, scanColumns, startKind, type TaskBatch, type TaskRows } from '../ingest/fast/task-columns.ts';
import type { LinePlace, LineSplitter } from '../ingest/line-splitter.ts';
import { markNumbers, startRowsOf, type ScannedPiece, type ScannedRun } from '../ingest/threads/scanned-piece.ts';
import { blockRows } from '../util/column.ts';

/** Takes what a thread has read, in the order of the lines. */
export interface PieceTarget {
  /** The rows into which ends of tasks are written. */
  readonly ends: TaskRows;
  readonly addTasks: (batch: TaskBatch) => void;
  readonly readLine: (bytes: Uint8Array, start: number, end: number, place: LinePlace) => void;
}

/** Does with a piece what would have been done with its lines. The splitter must have taken all that stands before it. */
export function applyPiece(piece: ScannedPiece, splitter: LineSplitter, target: PieceTarget): void {
  splitter.push(piece.head);
  const { lineNumber, byteOffset } = splitter.nextPlace;
  for (const run of piece.runs) {
    const rows = new RunRows(run, target);
    const { marks, otherBytes } = run;
    for (let at = 0; at < marks.length; at += markNumbers) {
      const [eventsBefore = 0, start = 0, end = 0, line = 0, offset = 0] = marks.subarray(at, at + markNumbers);
      rows.addUpTo(eventsBefore);
      target.readLine(otherBytes, start, end, { lineNumber: lineNumber + line, byteOffset: byteOffset + offset });
    }
    rows.addUpTo(run.order.length);
  }
  splitter.skip(piece.bytes, piece.lines);
  splitter.push(piece.tail);
}

/** The task events of a run, handed on in portions that fit into the open block of the task table. */
class RunRows {
  #run: ScannedRun;
  #target: PieceTarget;
  #event = 0;
  #start = 0;
  #end = 0;

  constructor(run: ScannedRun, target: PieceTarget) {
    this.#run = run;
    this.#target = target;
  }

  addUpTo(event: number): void {
    while (this.#event < event) this.#addPortion(event);
  }

  #addPortion(lastEvent: number): void {
    const { ends } = this.#target;
    const firstEnd = ends.count;
    const { order, endCount } = this.#run;
    const room = blockRows - firstEnd;
    let event = this.#event;
    let taken = 0;
    while (event < lastEvent && (order[event] === startKind || taken < room)) if (order[event++] === endKind) taken++;
    scanColumns.forEach((name, index) => {
      const first = index * endCount + this.#end;
      ends.columns[name].set(this.#run.ends.subarray(first, first + taken), firstEnd);
    });
    ends.count = firstEnd + taken;
    const eventCount = event - this.#event;
    const startCount = eventCount - taken;
    this.#target.addTasks({
      starts: { count: startCount, columns: startRowsOf(this.#run, this.#start), pack: ends.pack },
      ends,
      order: order.subarray(this.#event, event),
      firstEnd,
      eventCount,
    });
    this.#event = event;
    this.#start += startCount;
    this.#end += taken;
  }
}
