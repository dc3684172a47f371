import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { readEventLines } from './lines.ts';

export const dataFolder = 'bench/data';
export const sourceLog = 'fixtures/logs/healthy-batch/eventlog';
/** How many copies of the source's tasks share one announcement of its jobs and stages: large logs are 99 % task events. */
const copiesPerStage = 200;
/** Room between the times of two copies. */
const copyMs = 1000;

type Event = Record<string, unknown>;

/** Replays the tasks of a lab log until there are `taskCount` of them. Returns the path; an existing file is kept. */
export async function generateLog(taskCount: number): Promise<string> {
  const path = join(dataFolder, `tasks-${taskCount}.jsonl`);
  if (existsSync(path)) return path;
  mkdirSync(dataFolder, { recursive: true });
  const lines = await readEventLines(sourceLog);
  const file = openSync(`${path}.part`, 'w');
  for (const chunk of replay(lines, taskCount)) writeSync(file, chunk);
  closeSync(file);
  execFileSync('mv', [`${path}.part`, path]);
  return path;
}

/** The lines of a log of `taskCount` tasks, made of a small one's, in chunks. */
export function* replay(lines: readonly string[], taskCount: number): Generator<string> {
  const named = lines.map((text) => ({ text, name: /^\{"Event":"(?:[\w.]*\.)?(\w+)/.exec(text)?.[1] ?? '' }));
  const of = (...names: string[]) => named.filter(({ name }) => names.includes(name)).map(({ text }) => text);
  const tasks = of('SparkListenerTaskStart', 'SparkListenerTaskEnd');
  const repeated = /^SparkListener(Task|Stage|Job|SQLExecution|SQLAdaptive|DriverAccum|ApplicationEnd)/;
  yield* named.filter(({ name }) => !repeated.test(name)).map(({ text }) => `${text}\n`);
  const stageCount = 1 + highest(lines, /"Stage ID":(\d+)/g);
  const jobCount = 1 + highest(lines, /"Job ID":(\d+)/g);
  const tasksPerCopy = of('SparkListenerTaskEnd').length;
  let done = 0;
  for (let group = 0; done < taskCount; group++) {
    const shift = { stage: group * stageCount, job: group * jobCount, ms: group * copiesPerStage * copyMs };
    yield* of('SparkListenerJobStart', 'SparkListenerStageSubmitted').map((text) => shiftLowVolume(text, shift));
    for (let copy = 0; copy < copiesPerStage && done < taskCount; copy++, done += tasksPerCopy) {
      const taskShift = { stage: shift.stage, task: done, ms: shift.ms + copy * copyMs };
      yield tasks.map((text) => `${shiftTask(text, taskShift)}\n`).join('');
    }
    yield* of('SparkListenerStageCompleted', 'SparkListenerJobEnd').map((text) => shiftLowVolume(text, shift));
  }
  yield* of('SparkListenerApplicationEnd').map(
    (text) => `${shiftTimes(text, Math.ceil(done / tasksPerCopy) * copyMs)}\n`,
  );
}

function highest(lines: readonly string[], pattern: RegExp): number {
  return Math.max(...lines.flatMap((text) => [...text.matchAll(pattern)].map((match) => Number(match[1]))));
}

function shiftTimes(text: string, ms: number): string {
  return text.replace(
    /"((?:Submission|Completion|Launch|Finish) Time|Timestamp)":(\d{13})/g,
    (_, key: string, at: string) => {
      return `"${key}":${Number(at) + ms}`;
    },
  );
}

function shiftTask(text: string, shift: { stage: number; task: number; ms: number }): string {
  return shiftTimes(text, shift.ms)
    .replace(/"Stage ID":(\d+)/, (_, id: string) => `"Stage ID":${Number(id) + shift.stage}`)
    .replace(/"Task ID":(\d+)/, (_, id: string) => `"Task ID":${Number(id) + shift.task}`);
}

function shiftLowVolume(text: string, shift: { stage: number; job: number; ms: number }): string {
  const event = JSON.parse(shiftTimes(text, shift.ms), (key, value: unknown) => {
    if (key === 'Stage ID') return Number(value) + shift.stage;
    if (key === 'Job ID') return Number(value) + shift.job;
    if (key === 'Stage IDs' || key === 'Parent IDs') return (value as number[]).map((id) => id + shift.stage);
    if (key === 'Number of Tasks') return Number(value) * copiesPerStage;
    return value;
  }) as Event;
  return `${JSON.stringify(event)}\n`;
}

/** Packs a log as Spark does: level 1, and a new frame behind every event that makes it flush. Absent without `zstd`. */
export function packLikeSpark(path: string): string | undefined {
  const packed = path.replace(/\.jsonl$/, '.zstd');
  if (existsSync(packed)) return packed;
  const folder = mkdtempSync(join(dataFolder, 'frames-'));
  try {
    const names: string[] = [];
    for (const frame of framesOf(readFileSync(path))) {
      const name = `${names.length}`;
      writeFileSync(join(folder, name), frame);
      names.push(name);
    }
    const file = openSync(`${packed}.part`, 'w');
    for (let at = 0; at < names.length; at += 500) {
      const batch = names.slice(at, at + 500);
      // Given several files, zstd writes one frame for each.
      execFileSync('zstd', ['-q', '-1', '--no-check', '-c', ...batch], {
        cwd: folder,
        stdio: ['ignore', file, 'ignore'],
      });
    }
    closeSync(file);
    execFileSync('mv', [`${packed}.part`, packed]);
    return packed;
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function* framesOf(text: Buffer): Generator<Buffer> {
  const flushing = /^\{"Event":"SparkListener(?!TaskStart|TaskEnd|TaskGettingResult|StageSubmitted|EnvironmentUpdate)/;
  let frameStart = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf(10, start);
    const end = newline < 0 ? text.length : newline + 1;
    if (flushing.test(text.toString('latin1', start, Math.min(end, start + 64)))) {
      yield text.subarray(frameStart, end);
      frameStart = end;
    }
    start = end;
  }
  if (frameStart < text.length) yield text.subarray(frameStart);
}
