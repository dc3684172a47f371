import { readFileSync } from 'node:fs';
import { analyse, memorySource, readClusterFiles, readLog, type Result } from '../../../packages/core/src/index.ts';
import { findLogs } from '../../../packages/core/src/node/index.ts';
import type { Truth } from '../truth.ts';
import type { Document } from './scene.ts';

type Model = Awaited<ReturnType<typeof readLog>>;

/** A real run of the lab, and what its event log tells alone. */
export interface RealRun {
  readonly truth: Truth;
  readonly model: Model;
  readonly alone: Result;
}

const runs = new Map<string, Promise<RealRun>>();

/** @param log below `fixtures`, as in `logs/node-lost` */
export function realRun(log: string): Promise<RealRun> {
  let run = runs.get(log);
  if (run === undefined) {
    run = readRun(`fixtures/${log}`);
    runs.set(log, run);
  }
  return run;
}

async function readRun(path: string): Promise<RealRun> {
  const { logs } = await findLogs([`${path}/eventlog`]);
  const [log] = logs;
  if (log === undefined) throw new Error(`${path} holds no log`);
  const model = await readLog(log);
  return { truth: JSON.parse(readFileSync(`${path}/truth.json`, 'utf8')) as Truth, model, alone: analyse(model, path) };
}

/** The same run with documents of its cluster beside it. */
export async function withDocuments(model: Model, documents: readonly Document[]): Promise<Result> {
  const inputs = documents.map(({ name, text }) => ({
    name,
    open: () => memorySource(new TextEncoder().encode(text)),
  }));
  const { story: cluster, refused } = await readClusterFiles(inputs);
  if (refused[0] !== undefined) throw refused[0];
  return analyse(model, 'log', { cluster });
}

export function removalOf(result: Result, executorId: string) {
  return result.executors.find(({ id }) => id === executorId)?.removal;
}
