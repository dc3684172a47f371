import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../packages/cli/src/program.ts';
import type { Result } from '@cinderlog/core';
import { readTruth } from './support/fixtures.ts';

const log = 'executor-killed';
const truth = readTruth(log);
const [lost] = truth.expected.removedExecutors;

let root = '';

/** As Databricks delivers: `<cluster>/eventlog/<host>/<context>/eventlog` beside `driver/` and `executor/`. */
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'cinderlog-delivery-'));
  const cluster = join(root, '1121-012345-abcd1234');
  const eventlog = join(cluster, 'eventlog', '1121-012345-abcd1234_10_0_0_1', '4711');
  const executor = join(cluster, 'executor', truth.appId, lost!.executorId);
  for (const folder of [eventlog, executor, join(cluster, 'driver')]) mkdirSync(folder, { recursive: true });
  const [name] = readdirSync(`fixtures/logs/${log}/eventlog`);
  copyFileSync(`fixtures/logs/${log}/eventlog/${name ?? ''}`, join(eventlog, 'eventlog'));
  const stamp = (ms: number) => new Date(ms).toISOString().slice(2, 19).replaceAll('-', '/').replace('T', ' ');
  writeFileSync(
    join(executor, 'stderr'),
    `${stamp(lost!.aroundMs)} ERROR Executor: Exception in task 1.0 in stage 2.0 (TID 9)\njava.lang.OutOfMemoryError: Java heap space\n`,
  );
  writeFileSync(
    join(cluster, 'driver', 'log4j-active.log.gz'),
    gzipSync(
      `${stamp(lost!.aroundMs)} WARN AsyncEventQueue: Dropped 12 events from eventLog since the application started.\n`,
    ),
  );
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

async function report(...args: string[]) {
  let out = '';
  let err = '';
  const output = (write: (text: string) => void) => ({ isTTY: false, write: (text: string) => (write(text), true) });
  const io = {
    stdout: output((text) => (out += text)),
    stderr: output((text) => (err += text)),
    env: {},
    platform: 'linux' as const,
    onInterrupt: () => () => undefined,
  };
  const code = await run(['report', ...args], io);
  return { code, out, err };
}

describe('a Databricks delivery folder', () => {
  it('is read with the logs of driver and executors that lie in it', async () => {
    const { code, out, err } = await report(root, '--format', 'json');
    expect(code).toBe(0);
    expect(err).not.toContain('left aside');
    const result = JSON.parse(out) as Result;
    const removal = result.executors.find(({ id }) => id === lost!.executorId)?.removal;
    expect(removal).toMatchObject({
      class: 'out-of-memory',
      decidedBy: { source: 'executor-log', matchedBy: 'executor' },
    });
    expect(result.quality.droppedEventsSuspected).toBe(true);
    expect(result.quality.notes.join(' ')).toContain('12 events');
  });
});

describe('cinderlog report', () => {
  const eventlog = `fixtures/logs/${log}/eventlog`;

  it('refuses what is no file of a cluster, and reports all the same', async () => {
    const { code, out, err } = await report(
      eventlog,
      '--cluster-events',
      'package.json',
      '--driver-log',
      'no-such.log',
    );
    expect(code).toBe(3);
    expect(err).toContain('package.json holds nothing that cinderlog knows');
    expect(err).toContain('no-such.log does not exist.');
    expect(err).not.toContain('    at ');
    expect(out).toContain('Where the time went');
  });

  it('shows the cluster and who decided', async () => {
    const cluster = ['--cluster-log', 'fixtures/cluster/kubernetes-oom', '--width', '160'];
    const { out } = await report(eventlog, ...cluster);
    expect(out).toContain("The cluster's side of the story");
    expect(out).toContain('OOMKilled');
    expect((await report(eventlog, '--executors', ...cluster)).out).toMatch(/out-of-memory +certain +kubernetes/);
    expect(out).toMatch(/Clock of kubernetes: 9\d(?:\.\d)? s ahead/);
  });
});
