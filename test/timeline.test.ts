import { describe, expect, it } from 'vitest';
import {
  makeRunPage,
  openPackedRun,
  openRun,
  packColumns,
  readLog,
  unpackColumns,
  wallClockLabels,
  type ApplicationModel,
  type PackedRun,
  type RunView,
} from '@cinderlog/core';
import { findFixture, fixtureNames } from './support/fixtures.ts';

async function readFixture(name: string): Promise<ApplicationModel> {
  const [log] = await findFixture(name);
  if (log === undefined) throw new Error(`${name} holds no log`);
  return await readLog(log);
}

async function openFixture(name: string): Promise<RunView> {
  return openRun(await readFixture(name), name);
}

/** All spans of a lane over the whole run, as few or many pixels see it. */
function ask(run: RunView, lane: string, widthPx: number) {
  const endMs = run.index.result.application.durationMs;
  const [answer] = run.answer('lanes', { queries: [{ lane, startMs: 0, endMs, widthPx }] });
  return answer!;
}

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const widthsPx = [1, 40, 700, 100_000];

describe.each(fixtureNames)('the timeline of %s', (name) => {
  it('holds every task and every failure at every zoom, and names time as the ledger does', async () => {
    const run = await openFixture(name);
    const { result, lanes } = run.index;
    const executors = lanes.filter(({ group }) => group === 'tasks');
    const finished = result.counts.tasks + result.counts.unfinishedTasks;
    for (const widthPx of widthsPx) {
      const answers = executors.map(({ id }) => ask(run, id, widthPx).spans!);
      expect(sum(answers.map(({ count }) => sum(count)))).toBe(finished);
      const inLayer = (layer: number) =>
        sum(answers.map(({ count, layer: own }) => sum(count.filter((_, i) => own[i] === layer))));
      expect(inLayer(1), 'failed').toBe(result.counts.failedTasks);
      expect(inLayer(2), 'killed').toBe(result.counts.killedTasks);
      expect(inLayer(4), 'unfinished').toBe(result.counts.unfinishedTasks);
      expect(sum(ask(run, 'failures', widthPx).spans!.count)).toBe(result.counts.failedTasks);
      for (const [lane, items] of [
        ['jobs', result.jobs],
        ['stages', result.stages],
        ['sql', result.sqlExecutions],
      ] as const) {
        expect(sum(ask(run, lane, widthPx).spans!.count), lane).toBe(items.length);
      }
    }
    const driver = ask(run, 'driver', 1e9).spans!;
    for (const [code, label] of wallClockLabels.entries()) {
      const ms = sum(driver.startMs.map((startMs, i) => (driver.layer[i] === code ? driver.endMs[i]! - startMs : 0)));
      expect(ms, label).toBe(result.ledger.wallClock.find((entry) => entry.label === label)?.ms ?? 0);
    }
  });
});

describe('a packed run', () => {
  it('answers as before, and keeps counts and failures when lanes are summed up', async () => {
    const model = await readFixture('executor-killed');
    const run = openRun(model, 'executor-killed');
    const reopen = (mostSpans: number) => {
      const { packed } = makeRunPage(model, 'executor-killed', mostSpans);
      return openPackedRun(unpackColumns(packColumns(packed)) as PackedRun, run.index.result);
    };
    const whole = reopen(100_000);
    for (const { id } of run.index.lanes) {
      for (const widthPx of widthsPx.slice(0, 3)) expect(ask(whole, id, widthPx), id).toEqual(ask(run, id, widthPx));
    }
    const small = reopen(30);
    expect(small.index.summedUpMs).toBeGreaterThan(0);
    const { result, lanes } = run.index;
    const spans = lanes.filter(({ group }) => group === 'tasks').map(({ id }) => ask(small, id, 100_000).spans!);
    expect(sum(spans.map(({ count }) => sum(count)))).toBe(result.counts.tasks + result.counts.unfinishedTasks);
    expect(sum(spans.map(({ startMs }) => startMs.length))).toBeLessThanOrEqual(30);
    expect(sum(spans.map(({ count, layer }) => sum(count.filter((_, i) => layer[i] === 1))))).toBe(
      result.counts.failedTasks,
    );
  });
});
