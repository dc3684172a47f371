import './no-eval.ts';
import {
  AppError,
  compareViews,
  openRun,
  prepareCodecs,
  readApplications,
  type LogInput,
  type ReadProgress,
  type RunView,
} from '@cinderlog/core';
import { beginningOf } from './beginning.ts';
import { EarlyLooks } from './early-looks.ts';
import { findLogs } from './find-logs.ts';
import type { DroppedFile, WorkerReply, WorkerRequest } from './messages.ts';
import { openReport } from './open-report.ts';
import { buffersOf } from './transfer.ts';

// Core runs here: the page never holds an event, and nothing leaves the machine.
let logs: readonly LogInput[] = [];
let reports: readonly DroppedFile[] = [];
const runs: RunView[] = [];

function reply(message: WorkerReply, buffers: Transferable[] = []): void {
  postMessage(message, { transfer: buffers });
}

addEventListener('message', (event: MessageEvent<WorkerRequest>) => {
  const request = event.data;
  switch (request.kind) {
    case 'open':
      void attempt(async () => {
        await prepareCodecs();
        const found = findLogs(request.files);
        ({ logs, reports } = found);
        const names = [...logs.map(({ name }) => name), ...reports.map(({ path }) => path)];
        reply({ kind: 'found', logs: names, problems: found.problems });
      });
      break;
    case 'read':
      void attempt(() => read(request.log, request.showsBeginning));
      break;
    case 'compare':
      compare(request);
      break;
    case 'ask':
      void answer(request);
  }
});

async function read(index: number, showsBeginning: boolean): Promise<void> {
  const report = reports[index - logs.length];
  if (report !== undefined) {
    await readReport(report);
    return;
  }
  const log = logs[index];
  if (log === undefined) throw new AppError('internal', `There is no log ${index}.`);
  const first = runs.length;
  const looks = new EarlyLooks();
  const startedMs = performance.now();
  const models = await readApplications(log, {
    onProgress: async (progress) => {
      reply({ kind: 'progress', progress });
      if (showsBeginning && looks.isDue(progress)) await looks.take(() => showBeginning(log, progress, first));
      // Whoever looks at the beginning asks for its lanes.
      if (runs.length > first) await turnOfOthers();
    },
  });
  const readMs = performance.now() - startedMs;
  const views = models.map((model, application) => openRun(model, log.name, { log: { input: log, application } }));
  runs.splice(first, runs.length - first, ...views);
  reply({
    kind: 'ready',
    first,
    runs: models.map(({ application }) => application.name ?? application.id ?? log.name),
    readMs,
    analyseMs: performance.now() - startedMs - readMs,
  });
}

async function readReport({ file, path }: DroppedFile): Promise<void> {
  const startedMs = performance.now();
  const views = await openReport(file, path);
  const first = runs.length;
  runs.push(...views);
  const names = views.map(({ index }) => index.result.application.name ?? index.result.application.id ?? path);
  reply({ kind: 'ready', first, runs: names, readMs: performance.now() - startedMs, analyseMs: 0 });
}

/** Reads once more what was read so far: a model that is being built cannot be looked at. */
async function showBeginning(log: LogInput, { storedBytesRead }: ReadProgress, run: number): Promise<void> {
  const beginning = beginningOf(log, storedBytesRead);
  const [model, ...others] = await readApplications(beginning);
  // Of several applications in one file, each is shown when all are there.
  if (model === undefined || others.length > 0) return;
  runs[run] = openRun(model, log.name, { log: { input: beginning, application: 0 } });
  reply({ kind: 'beginning', run });
}

const turns = new MessageChannel();
/** Lets questions be answered that have come in meanwhile. */
async function turnOfOthers(): Promise<void> {
  await new Promise((resolve) => {
    turns.port1.onmessage = resolve;
    turns.port2.postMessage(undefined);
  });
}

function compare({ id, known, fresh }: Extract<WorkerRequest, { kind: 'compare' }>): void {
  const [a, b] = [runs[known], runs[fresh]];
  try {
    if (a === undefined || b === undefined) throw new AppError('internal', 'There is no such run.');
    reply({ kind: 'answer', id, value: compareViews(a, b) });
  } catch (error) {
    reply({ kind: 'no-answer', id, message: messageOf(error) });
  }
}

async function answer({ id, run, method, asks }: Extract<WorkerRequest, { kind: 'ask' }>): Promise<void> {
  try {
    const value = await runs[run]?.ask(method, asks);
    reply({ kind: 'answer', id, value }, method === 'lanes' ? buffersOf(value) : []);
  } catch (error) {
    reply({ kind: 'no-answer', id, message: messageOf(error) });
  }
}

async function attempt(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    reply({ kind: 'failed', message: messageOf(error) });
  }
}

function messageOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  return `This is a bug in cinderlog: ${error instanceof Error ? error.message : String(error)}`;
}
