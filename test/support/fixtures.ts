import { readFileSync, readdirSync } from 'node:fs';
import { analyse, readLog, type Result } from '@cinderlog/core';
import { findLogs } from '@cinderlog/core/node';
import type { Truth } from './truth.ts';

// Relative to the root of the repository, where tests run: results name files as they were given.
const logsFolder = 'fixtures/logs/';

/** Names of all lab logs, each a folder with `truth.json` and `eventlog/`. */
export const fixtureNames: readonly string[] = readdirSync(logsFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

export function readTruth(name: string): Truth {
  return JSON.parse(readFileSync(`${logsFolder}${name}/truth.json`, 'utf8')) as Truth;
}

export async function findFixture(name: string) {
  const { logs, refused } = await findLogs([`${logsFolder}${name}/eventlog`]);
  if (refused[0] !== undefined) throw refused[0];
  return logs;
}

const results = new Map<string, Promise<Result>>();

/** The result of a fixture's (only) application; computed once per test file. */
export function resultOf(name: string): Promise<Result> {
  let result = results.get(name);
  if (result === undefined) {
    result = findFixture(name).then(async (logs) => {
      const [log] = logs;
      if (log === undefined || logs.length > 1)
        throw new Error(`${name} should hold one log, and holds ${logs.length}`);
      return analyse(await readLog(log), `fixtures/logs/${name}`);
    });
    results.set(name, result);
  }
  return result;
}
