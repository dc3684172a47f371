import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { analyse, readLog, type Result } from '../../packages/core/src/index.ts';
import { findLogs } from '../../packages/core/src/node/index.ts';
import type { Truth } from '../support/truth.ts';

/** Folders of logs, by the set that they belong to. The split is made by fixtures/lab/labkit/split.py. */
const foldersOf = { 'looked-at': ['fixtures/logs', 'fixtures/variants'], 'held-out': ['fixtures/held-out'] } as const;

export const setNames = ['looked-at', 'held-out'] as const;
export type SetName = (typeof setNames)[number];

/** One recorded run and what was found in it. */
export interface Run {
  readonly name: string;
  readonly truth: Truth;
  readonly result: Result;
}

/** A scenario: a run, and for one of a pair the same run without the fault. */
export interface Scenario extends Run {
  readonly withoutFault?: Run;
}

export async function readScenarios(set: SetName): Promise<Scenario[]> {
  const scenarios: Scenario[] = [];
  for (const path of scenarioPaths(set)) {
    const twin = `${path}/without-fault`;
    scenarios.push({
      ...(await readRun(path)),
      ...(existsSync(`${twin}/truth.json`) && { withoutFault: await readRun(twin) }),
    });
  }
  return scenarios;
}

/** Folders of a set, each with a `truth.json`. */
export function scenarioPaths(set: SetName): string[] {
  return foldersOf[set].flatMap((folder) =>
    existsSync(folder)
      ? readdirSync(folder)
          .sort()
          .map((name) => `${folder}/${name}`)
          .filter((path) => existsSync(`${path}/truth.json`))
      : [],
  );
}

async function readRun(path: string): Promise<Run> {
  const truth = JSON.parse(readFileSync(`${path}/truth.json`, 'utf8')) as Truth;
  const { logs, refused } = await findLogs([`${path}/eventlog`]);
  const [log] = logs;
  if (refused[0] !== undefined) throw refused[0];
  if (log === undefined || logs.length > 1) throw new Error(`${path} should hold one log, and holds ${logs.length}`);
  return { name: path.replace('fixtures/', ''), truth, result: analyse(await readLog(log), path) };
}
