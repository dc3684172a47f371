import type { Comparison, LiveState, ReadProgress, ViewerMethod, ViewerRequests } from '@cinderlog/core';
import { timings } from '../app/timings.ts';
import type { DroppedFile, WorkerReply, WorkerRequest } from '../worker/messages.ts';
import type { RunSource } from './run-source.ts';

/** Reads dropped files in a worker. Closing it ends the worker, whatever it does. */
export class LogWorker {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  /** Runs whose beginning was shown, by their place. */
  readonly #beginnings = new Map<number, { version: number; isWhole: boolean }>();
  #progress: ReadProgress | undefined;
  #nextId = 0;
  #onReply: ((reply: WorkerReply) => void) | undefined;

  constructor() {
    this.#worker = new Worker(new URL('../worker/core-worker.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', (event: MessageEvent<WorkerReply>) => {
      this.#take(event.data);
    });
    this.#worker.addEventListener('error', (event) => {
      this.#take({
        kind: 'failed',
        message: `This is a bug in cinderlog: ${event.message || 'its worker did not start'}`,
      });
    });
  }

  /** Which logs are in the files. */
  async find(files: readonly DroppedFile[]): Promise<{ logs: readonly string[]; problems: readonly string[] }> {
    return await new Promise((resolve, reject) => {
      this.#onReply = (reply) => {
        if (reply.kind === 'found') resolve(reply);
        else if (reply.kind === 'failed') reject(new Error(reply.message));
      };
      this.#send({ kind: 'open', files });
    });
  }

  /** Reads one of the logs found; returns the names of the applications in it, and the place of the first. */
  async read(
    log: number,
    onProgress: (progress: ReadProgress) => void,
    onBeginning?: (run: number) => void,
  ): Promise<{ first: number; runs: readonly string[] }> {
    return await new Promise((resolve, reject) => {
      this.#onReply = (reply) => {
        if (reply.kind === 'progress') {
          this.#progress = reply.progress;
          onProgress(reply.progress);
        } else if (reply.kind === 'beginning') {
          const version = (this.#beginnings.get(reply.run)?.version ?? 0) + 1;
          this.#beginnings.set(reply.run, { version, isWhole: false });
          if (version === 1) onBeginning?.(reply.run);
        } else if (reply.kind === 'ready') {
          const shown = this.#beginnings.get(reply.first);
          if (shown !== undefined) this.#beginnings.set(reply.first, { version: shown.version + 1, isWhole: true });
          timings.add('read', reply.readMs);
          timings.add('analyse', reply.analyseMs);
          resolve(reply);
        } else if (reply.kind === 'failed') reject(new Error(reply.message));
      };
      this.#send({ kind: 'read', log, showsBeginning: onBeginning !== undefined });
    });
  }

  /** How far a run is read whose beginning was shown. */
  #live(run: number): LiveState | null {
    const beginning = this.#beginnings.get(run);
    if (beginning === undefined) return null;
    const { version, isWhole } = beginning;
    const { storedBytesRead = 0, storedBytesTotal } = this.#progress ?? {};
    return {
      version,
      status: isWhole ? 'ended' : 'reading',
      quietMs: 0,
      isBehind: !isWhole,
      ...(storedBytesTotal !== undefined && { readRatio: storedBytesRead / Math.max(1, storedBytesTotal) }),
    };
  }

  /** One of the applications that were read. */
  run(run: number): RunSource {
    return {
      ask: <Method extends ViewerMethod>(method: Method, asks: ViewerRequests[Method]['asks']) =>
        this.#wait<ViewerRequests[Method]['gets']>((id) => ({ kind: 'ask', id, run, method, asks })),
      live: () => Promise.resolve(this.#live(run)),
      // Other runs may be in the same worker: whoever made it ends it.
      close: () => undefined,
    };
  }

  /** What is different in one run, compared with another. */
  compare(known: number, fresh: number): Promise<Comparison> {
    return this.#wait((id) => ({ kind: 'compare', id, known, fresh }));
  }

  #wait<Answer>(request: (id: number) => WorkerRequest): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.#send(request(id));
    });
  }

  close(): void {
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(new Error('The log was closed.'));
    this.#waiting.clear();
  }

  #send(request: WorkerRequest): void {
    this.#worker.postMessage(request);
  }

  #take(reply: WorkerReply): void {
    if (reply.kind !== 'answer' && reply.kind !== 'no-answer') {
      this.#onReply?.(reply);
      return;
    }
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.kind === 'answer') waiting?.resolve(reply.value);
    else waiting?.reject(new Error(reply.message));
  }
}
