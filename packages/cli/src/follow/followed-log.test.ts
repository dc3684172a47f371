import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError, openRun, readApplications, type RunView } from '@cinderlog/core';
import { findLogs } from '@cinderlog/core/node';
import { logText, sampleRun } from '../../test-support/sample-run.ts';
import { FollowedLog } from './followed-log.ts';
import { measureLog } from './measure-log.ts';

let folder = '';
let nowMs = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cinderlog-'));
  nowMs = Date.now();
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function readViews(input: string): Promise<RunView[]> {
  const { logs, refused } = await findLogs([input]);
  if (refused[0] !== undefined) throw refused[0];
  return (await readApplications(logs[0]!)).map((model) => openRun(model, input));
}

async function follow(input: string, reads: string[] = []): Promise<FollowedLog> {
  const { logs } = await findLogs([input]);
  const measure = () => measureLog(logs[0]!);
  const read = (path: string) => {
    reads.push(path);
    return readViews(path);
  };
  return new FollowedLog(await readViews(input), measure()!, { measure, read, now: () => nowMs });
}

const lines = logText(sampleRun).trimEnd().split('\n');
const text = (from: number, to: number) => `${lines.slice(from, to).join('\n')}\n`;
const tasks = (log: FollowedLog) => log.view(0)!.index.result.counts.tasks;

describe('a log that grows', () => {
  it('is read again when it has grown, until its application has ended and Spark renamed it', async () => {
    const path = join(folder, 'app-1.inprogress');
    const half = Math.floor(lines.length / 2);
    writeFileSync(path, text(0, half));
    const reads: string[] = [];
    const log = await follow(path, reads);
    const before = tasks(log);
    await log.look();
    expect(reads).toEqual([]);
    expect(log.live).toMatchObject({ version: 0, status: 'following', isBehind: false });

    appendFileSync(path, text(half, lines.length - 1));
    await log.look();
    expect(log.live).toMatchObject({ version: 1, status: 'following' });
    expect(tasks(log)).toBeGreaterThan(before);

    appendFileSync(path, text(lines.length - 1, lines.length));
    renameSync(path, join(folder, 'app-1'));
    await log.look();
    expect(log.live).toMatchObject({ version: 2, status: 'ended' });
    expect(reads).toEqual([path, join(folder, 'app-1')]);
    const [whole] = await readViews(join(folder, 'app-1'));
    expect(log.view(0)!.index.result.counts).toEqual(whole!.index.result.counts);
  });

  it('may end in the middle of a line', async () => {
    const path = join(folder, 'app-1.inprogress');
    writeFileSync(path, text(0, 5));
    const log = await follow(path);
    appendFileSync(path, lines[5]!.slice(0, 40));
    await log.look();
    expect(log.live.version).toBe(1);
    appendFileSync(path, `${lines[5]!.slice(40)}\n`);
    await log.look();
    expect(log.view(0)!.index.result.quality).toMatchObject({ linesRead: 6, linesUnreadable: 0 });
  });

  it('may be a folder in which new files appear', async () => {
    const rolling = join(folder, 'eventlog_v2_app-1');
    mkdirSync(rolling);
    writeFileSync(join(rolling, 'appstatus_app-1.inprogress'), '');
    const half = Math.floor(lines.length / 2);
    writeFileSync(join(rolling, 'events_1_app-1'), text(0, half));
    const log = await follow(rolling);
    writeFileSync(join(rolling, 'events_2_app-1'), text(half, lines.length));
    await log.look();
    expect(log.live).toMatchObject({ version: 1, status: 'ended' });
    expect(log.view(0)!.index.result.quality.linesRead).toBe(lines.length);
  });

  it('keeps what was read while it cannot be read, and says why', async () => {
    const path = join(folder, 'app-1.inprogress');
    writeFileSync(path, text(0, 5));
    const log = await follow(path);
    rmSync(path);
    await log.look();
    expect(log.live.problem).toBe('The log is gone.');
    writeFileSync(path, 'no log at all\n');
    await log.look();
    expect(log.live.problem).toContain('is not an event log');
    expect(log.view(0)!.index.result.quality.linesRead).toBe(5);
  });

  it('is not read more often than reading leaves time for, and never forgotten', async () => {
    const path = join(folder, 'app-1.inprogress');
    writeFileSync(path, text(0, 5));
    let readings = 0;
    const { logs } = await findLogs([path]);
    const measure = () => measureLog(logs[0]!);
    const read = (input: string) => {
      readings++;
      nowMs += 10_000;
      return readings === 1 ? Promise.reject(new AppError('input-unreadable', 'Not now.')) : readViews(input);
    };
    const log = new FollowedLog(await readViews(path), measure()!, { measure, read, now: () => nowMs });
    appendFileSync(path, text(5, 7));
    await log.look();
    appendFileSync(path, text(7, 9));
    await log.look();
    expect(readings).toBe(1);
    expect(log.live).toMatchObject({ isBehind: true, problem: 'Not now.' });
    nowMs += 40_000;
    await log.look();
    expect(readings).toBe(2);
    expect(log.live.problem).toBeUndefined();
    expect(log.view(0)!.index.result.quality.linesRead).toBe(9);
  });
});
