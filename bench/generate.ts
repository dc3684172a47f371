import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { packFrames, zstdRuns } from './pack.ts';
import { linesOfCopy, readTaskLines, type TaskLines } from './replay.ts';

export const dataFolder = 'bench/data';
const sourceLog = 'fixtures/logs/healthy-batch/eventlog';

/** `sql-heavy`: each task end carries ten times as many SQL metrics as in the lab, as wide queries have. */
export const variants = ['plain', 'sql-heavy'] as const;
export type Variant = (typeof variants)[number];

/** Makes a log of at least so many tasks out of a lab log, unless it is there. Returns the path. */
export async function generateLog(taskCount: number, variant: Variant = 'plain'): Promise<string> {
  const path = join(dataFolder, `${variant === 'plain' ? 'tasks' : variant}-${taskCount}.jsonl`);
  if (existsSync(path)) return path;
  mkdirSync(dataFolder, { recursive: true });
  const file = openSync(`${path}.part`, 'w');
  for (const chunk of chunksOf(await linesFor(variant), taskCount)) writeSync(file, chunk);
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
  packFrames(chunksOf(await linesFor(variant), taskCount), path);
  return path;
}

async function linesFor(variant: Variant): Promise<TaskLines> {
  return readTaskLines(sourceLog, variant === 'sql-heavy' ? 10 : 1);
}

/** A chunk ends where Spark would flush. */
function* chunksOf(lines: TaskLines, taskCount: number): Generator<Buffer> {
  yield* lines.head;
  let done = 0;
  for (let group = 0; done < taskCount; group++) {
    yield* lines.groupStart(group);
    for (let copy = 0; copy < lines.copiesPerGroup && done < taskCount; copy++, done += lines.endsPerCopy) {
      yield linesOfCopy(lines, group, copy, done);
    }
    yield* lines.groupEnd(group);
  }
  yield* lines.tail(done);
}
