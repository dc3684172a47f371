import './no-eval.ts';
import {
  AppError,
  compareViews,
  openRun,
  prepareCodecs,
  readApplications,
  type LogInput,
  type RunView,
} from '@cinderlog/core';
import { findLogs } from './find-logs.ts';
import type { WorkerReply, WorkerRequest } from './messages.ts';
import { buffersOf } from './transfer.ts';

// Core runs here: the page never holds an event, and nothing leaves the machine.
let logs: readonly LogInput[] = [];
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
        logs = found.logs;
        reply({ kind: 'found', logs: logs.map((log) => log.name), problems: found.problems });
      });
      break;
    case 'read':
      void attempt(() => read(request.log));
      break;
    case 'compare':
      compare(request);
      break;
    case 'ask':
      void answer(request);
  }
});

async function read(index: number): Promise<void> {
  const log = logs[index];
  if (log === undefined) throw new AppError('internal', `There is no log ${index}.`);
  const models = await readApplications(log, {
    onProgress: (progress) => {
      reply({ kind: 'progress', progress });
    },
  });
  const first = runs.length;
  runs.push(...models.map((model, application) => openRun(model, log.name, { log: { input: log, application } })));
  reply({
    kind: 'ready',
    first,
    runs: models.map(({ application }) => application.name ?? application.id ?? log.name),
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
