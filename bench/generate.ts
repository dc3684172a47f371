import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { packFrames, zstdRuns } from './pack.ts';
import { readEventLines } from './lines.ts';
import { replay, takeApart, type TaskLines } from './replay.ts';

export const dataFolder = 'bench/data';
export const sourceLog = 'fixtures/logs/healthy-batch/eventlog';

/** `sql-heavy`: each task end carries ten times as many SQL metrics as in the lab, as wide queries have. */
export type Variant = 'plain' | 'sql-heavy';

/** Makes a log of at least so many tasks out of a lab log, unless it is there. Returns the path. */
export async function generateLog(taskCount: number, variant: Variant = 'plain'): Promise<string> {
  const path = join(dataFolder, `${variant === 'plain' ? 'tasks' : variant}-${taskCount}.jsonl`);
  if (existsSync(path)) return path;
  mkdirSync(dataFolder, { recursive: true });
  const file = openSync(`${path}.part`, 'w');
  for (const chunk of replay(await linesFor(variant), taskCount)) writeSync(file, chunk);
  closeSync(file);
  renameSync(`${path}.part`, path);
  return path;
}

/** The same, packed as Spark does, and without the text on disk; absent where there is no `zstd`. */
export async function generatePackedLog(taskCount: number, variant: Variant = 'plain'): Promise<string | undefined> {
  const path = join(dataFolder, `${variant === 'plain' ? 'tasks' : variant}-${taskCount}.zstd`);
  if (existsSync(path)) return path;
  if (!zstdRuns()) return undefined;
  mkdirSync(dataFolder, { recursive: true });
  packFrames(replay(await linesFor(variant), taskCount), path);
  return path;
}

async function linesFor(variant: Variant): Promise<TaskLines> {
  return takeApart(await readEventLines(sourceLog), variant === 'sql-heavy' ? 10 : 1);
}
