import { availableParallelism } from 'node:os';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import type { CutOptions, FileCut } from '../ingest/threads/cut-file.ts';
import type { DeliveredPiece, PieceQueue, ScanThreads } from '../ingest/threads/scan-threads.ts';
import { fileAccess } from './file-source.ts';
import {
  firstPieceWord,
  pieceStates,
  positionWord,
  stopWord,
  type ThreadData,
  type ThreadJob,
  type ThreadResult,
} from './thread-protocol.ts';

/** More threads than these wait for the one that builds the model. */
const mostThreads = 4;
/** Longer than any piece takes: a thread that says nothing for so long is taken for lost. */
const longestWaitMs = 5_000;

export interface ScanThreadsOptions {
  /** Threads in all, the main one included; as many as the machine has, up to four, when absent. */
  readonly threads?: number | undefined;
  /** Bundled `scan-worker.ts`. */
  readonly workerUrl: URL;
  readonly cutOptions?: CutOptions;
}

/** Threads for `ReadOptions.threads`, started with the first file that is large enough; none where one is all there is. */
export function scanThreads({ threads, workerUrl, cutOptions }: ScanThreadsOptions): ScanThreads | undefined {
  const count = threads ?? Math.min(mostThreads, availableParallelism());
  return count > 1 ? new WorkerThreads(count, workerUrl, cutOptions) : undefined;
}

interface Helper {
  readonly worker: Worker;
  readonly results: MessagePort;
  /** Texts by code, for each limit of line lengths. */
  readonly texts: Map<number, string[]>;
}

class WorkerThreads implements ScanThreads {
  readonly cutOptions: CutOptions;
  #count: number;
  #workerUrl: URL;
  #helpers: Helper[] | undefined;
  #jobs = 0;

  constructor(count: number, workerUrl: URL, cutOptions: CutOptions = {}) {
    this.#count = count;
    this.#workerUrl = workerUrl;
    this.cutOptions = cutOptions;
  }

  openFile(path: string): ReturnType<typeof fileAccess> {
    return fileAccess(path);
  }

  begin(path: string, cut: FileCut, maxLineBytes: number): PieceQueue {
    this.#helpers ??= this.#start();
    const shared = new Int32Array(new SharedArrayBuffer((firstPieceWord + cut.bounds.length - 1) * 4));
    const job: ThreadJob = { job: this.#jobs++, path, cut, maxLineBytes, shared };
    for (const { worker } of this.#helpers) worker.postMessage(job);
    return new WorkerQueue(this.#helpers, job);
  }

  close(): void {
    for (const { worker, results } of this.#helpers ?? []) {
      results.close();
      void worker.terminate();
    }
    this.#helpers = undefined;
  }

  #start(): Helper[] {
    return Array.from({ length: this.#count - 1 }, (_, index) => {
      const { port1, port2 } = new MessageChannel();
      const workerData: ThreadData = { results: port2, thread: index + 1, threads: this.#count };
      const worker = new Worker(this.#workerUrl, { workerData, transferList: [port2] });
      // What a lost thread has not read, the main one reads.
      worker.on('error', () => undefined);
      worker.unref();
      return { worker, results: port1, texts: new Map() };
    });
  }
}

class WorkerQueue implements PieceQueue {
  #helpers: readonly Helper[];
  #job: number;
  #shared: Int32Array;
  #delivered = new Map<number, DeliveredPiece>();
  #waitMs = longestWaitMs;

  constructor(helpers: readonly Helper[], { job, shared }: ThreadJob) {
    this.#helpers = helpers;
    this.#job = job;
    this.#shared = shared;
  }

  next(piece: number): DeliveredPiece | undefined {
    const shared = this.#shared;
    const word = firstPieceWord + piece;
    const { free, main, thread, done } = pieceStates;
    Atomics.store(shared, positionWord, piece);
    Atomics.notify(shared, positionWord);
    if (Atomics.compareExchange(shared, word, free, main) === free) return undefined;
    if (Atomics.wait(shared, word, thread, this.#waitMs) === 'timed-out') {
      // Nobody is waited for a second time.
      this.#waitMs = 0;
      this.close();
      Atomics.compareExchange(shared, word, thread, main);
    }
    if (Atomics.load(shared, word) !== done) return undefined;
    this.#takeResults();
    const delivered = this.#delivered.get(piece);
    this.#delivered.delete(piece);
    return delivered;
  }

  close(): void {
    Atomics.store(this.#shared, stopWord, 1);
    Atomics.notify(this.#shared, positionWord);
  }

  #takeResults(): void {
    for (const { results, texts } of this.#helpers) {
      for (;;) {
        const received = receiveMessageOnPort(results) as { readonly message: ThreadResult } | undefined;
        if (received === undefined) break;
        const { job, maxLineBytes, index, piece } = received.message;
        const known = texts.get(maxLineBytes) ?? [''];
        texts.set(maxLineBytes, known);
        // Also of results that come too late: codes go on counting.
        for (const text of piece.newTexts) known.push(text);
        if (job === this.#job) this.#delivered.set(index, { piece, texts: known });
      }
    }
  }
}
