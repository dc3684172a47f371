import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyse, memorySource, readLog, type Result } from '@cinderlog/core';
import { eventsOf, type RunSketch } from '../../core/test-support/model-of.ts';
import type { Io, TextOutput } from '../src/io.ts';

/**
 * A minute with one of everything that the page shows: start-up, a query, a failed job, failed tasks, a lost executor, a gap.
 */
export const sampleRun = {
  durationMs: 60_000,
  name: 'nightly orders',
  executors: [
    { id: '1', cores: 2, addedMs: 5_000 },
    { id: '2', cores: 2, addedMs: 5_000, removedMs: 30_000, reason: 'Command exited with code 52' },
  ],
  sql: [{ id: 0, startMs: 8_000, endMs: 40_000 }],
  jobs: [
    { id: 0, startMs: 10_000, endMs: 35_000, sql: 0, stageIds: [0] },
    { id: 1, startMs: 50_000, endMs: 58_000, stageIds: [1], failure: 'Job aborted due to stage failure: it broke' },
  ],
  stages: [
    { id: 0, startMs: 10_000, endMs: 35_000, taskCount: 2 },
    { id: 1, startMs: 50_000, endMs: 58_000, failure: 'it broke' },
  ],
  tasks: [
    { stage: 0, launchMs: 11_000, finishMs: 30_000, executor: '2', reason: { Reason: 'ExecutorLostFailure' } },
    { stage: 0, launchMs: 11_000, finishMs: 20_000 },
    { stage: 0, launchMs: 30_000, finishMs: 35_000, attempt: 1 },
    { stage: 1, launchMs: 50_000, finishMs: 58_000, reason: { Reason: 'ExceptionFailure', 'Class Name': 'a.B' } },
  ],
} satisfies RunSketch;

/** The log of a sketch, with replacements in its text: for names that a sketch has no field for. */
export function logText(run: RunSketch = sampleRun, replace: Readonly<Record<string, string>> = {}): string {
  const lines = eventsOf(run).map((event) =>
    JSON.stringify(event, (_key, value: unknown) => (typeof value === 'string' ? (replace[value] ?? value) : value)),
  );
  return `${lines.join('\n')}\n`;
}

/** The result document of a log given as text. */
export async function resultOfText(text: string, name = 'logs/sample'): Promise<Result> {
  const part = { name, open: () => memorySource(new TextEncoder().encode(text)) };
  const log = {
    name,
    layout: 'single',
    inProgress: false,
    compacted: false,
    missingPartIndices: [],
    notes: [],
  } as const;
  return analyse(await readLog({ ...log, parts: [part] }), name);
}

/** A folder with these files for the length of a test. */
export async function withFiles<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (folder: string) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'cinderlog-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

class StringOutput implements TextOutput {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  text = '';

  constructor(columns: number | undefined) {
    this.isTTY = columns !== undefined;
    this.columns = columns;
  }

  write(text: string): void {
    this.text += text;
  }
}

/** Outputs that remember; with `columns` they are a terminal. */
export function fakeIo(
  options: { columns?: number; env?: Io['env'] } = {},
): Io & { stdout: StringOutput; stderr: StringOutput } {
  return {
    stdout: new StringOutput(options.columns),
    stderr: new StringOutput(options.columns),
    env: options.env ?? {},
    platform: 'linux',
    onInterrupt: () => () => undefined,
  };
}
