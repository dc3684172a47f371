import { describe, expect, it } from 'vitest';
import {
  addPlans,
  makeRunPage,
  openPackedRun,
  openRun,
  packColumns,
  readLog,
  unpackColumns,
  type EventSubject,
  type PackedRun,
} from '@cinderlog/core';
import { findFixture } from './support/fixtures.ts';
import { decodeAll, type Json } from './support/raw-events.ts';

interface RawLine {
  readonly event: Json;
  readonly file: string;
  readonly line: number;
  readonly byteOffset: number;
}

async function openFixture(name: string) {
  const [log] = await findFixture(name);
  if (log === undefined) throw new Error(`${name} holds no log`);
  const raw: RawLine[] = [];
  for (const part of log.parts) {
    let byteOffset = 0;
    for (const [i, text] of (await decodeAll(part)).toString('utf8').split('\n').entries()) {
      if (text !== '') raw.push({ event: JSON.parse(text) as Json, file: part.name, line: i + 1, byteOffset });
      byteOffset += Buffer.byteLength(text) + 1;
    }
  }
  const model = await readLog(log);
  return { run: openRun(model, name, { log: { input: log, application: 0 } }), raw, model, log };
}

const child = (event: Json, key: string) => (event[key] ?? {}) as Json;

/** Asks for the events of a thing, and compares names, places and contents with what a plain reading of the log finds. */
async function expectEvents(
  { run, raw }: Awaited<ReturnType<typeof openFixture>>,
  subject: EventSubject,
  fits: (event: Json) => boolean,
): Promise<void> {
  const { events } = await run.ask('events', subject);
  const wanted = raw.filter(({ event }) => fits(event));
  expect(wanted.length).toBeGreaterThan(0);
  expect(events.map(({ file, line, byteOffset }) => ({ file, line, byteOffset }))).toEqual(
    wanted.map(({ file, line, byteOffset }) => ({ file, line, byteOffset })),
  );
  expect(events.map(({ name }) => name)).toEqual(
    wanted.map(({ event }) => String(event.Event).replace(/^.*\./, '').replace('SparkListener', '')),
  );
  for (const [i, { text }] of events.entries()) expect(JSON.parse(text)).toEqual(wanted[i]?.event);
}

describe('events of the log', () => {
  it.each(['executor-killed', 'codec-zstd-rolling-several-files'])(
    'are found for every kind of thing (%s)',
    async (name) => {
      const opened = await openFixture(name);
      const { result } = opened.run.index;
      const lastStage = result.stages.length - 1;
      const { stageId, attemptId } = result.stages[lastStage]!;
      await expectEvents(opened, { kind: 'job', index: 1 }, (event) => event['Job ID'] === result.jobs[1]!.id);
      await expectEvents(opened, { kind: 'stage', index: lastStage }, (event) => {
        const info = child(event, 'Stage Info');
        return info['Stage ID'] === stageId && info['Stage Attempt ID'] === attemptId;
      });
      const { id } = result.executors.at(-1)!;
      const executorEvents = ['SparkListenerExecutorAdded', 'SparkListenerExecutorRemoved'];
      await expectEvents(
        opened,
        { kind: 'executor', id },
        (event) => executorEvents.includes(String(event.Event)) && event['Executor ID'] === id,
      );
      const task = await opened.run.ask('task', { row: 5 });
      await expectEvents(
        opened,
        { kind: 'task', index: 5 },
        (event) =>
          ['SparkListenerTaskStart', 'SparkListenerTaskEnd'].includes(String(event.Event)) &&
          child(event, 'Task Info')['Task ID'] === task!.taskId,
      );
    },
  );

  it('are found for a query, whose events carry the name of their package', async () => {
    const opened = await openFixture('skewed-join');
    const { id } = opened.run.index.result.sqlExecutions[0]!;
    await expectEvents(
      opened,
      { kind: 'sql', index: 0 },
      (event) => String(event.Event).includes('.sql.execution.ui.') && event.executionId === id,
    );
  });

  it('are given for a line, and nothing for a line that is not there', async () => {
    const { run, raw } = await openFixture('executor-killed');
    const { file, line, event } = raw[40]!;
    const { events } = await run.ask('events', { kind: 'line', file, line });
    expect(JSON.parse(events[0]!.text)).toEqual(event);
    expect((await run.ask('events', { kind: 'line', file, line: 1e9 })).events).toEqual([]);
    expect((await run.ask('events', { kind: 'line', file: 'elsewhere', line: 1 })).events).toEqual([]);
  });
});

describe('plans', () => {
  it('have the nodes of the last plan, the sums that stages reported, and the stages that worked for them', async () => {
    const { run, raw } = await openFixture('healthy-batch');
    for (const [index, { id }] of run.index.result.sqlExecutions.entries()) {
      const plan = await run.ask('plan', { index });
      const last = raw.filter(({ event }) => 'sparkPlanInfo' in event && event.executionId === id).at(-1)!;
      const nodes: Json[] = [];
      const walk = (info: Json) => {
        nodes.push(info);
        for (const below of (info.children ?? []) as Json[]) walk(below);
      };
      walk(last.event.sparkPlanInfo as Json);
      expect(plan!.nodes.map(({ name }) => name)).toEqual(nodes.map((info) => String(info.nodeName).trim()));
      for (const [i, node] of plan!.nodes.entries()) {
        const metrics = (nodes[i]!.metrics ?? []) as Json[];
        const ids = new Set(metrics.map(({ accumulatorId }) => accumulatorId));
        const stages = new Set<string>();
        const totals = new Map<unknown, number>();
        for (const { event } of raw) {
          if (event.Event === 'SparkListenerStageCompleted') {
            const info = child(event, 'Stage Info');
            for (const { ID, Value } of (info.Accumulables ?? []) as Json[]) {
              if (!ids.has(ID)) continue;
              stages.add(`${String(info['Stage ID'])}.${String(info['Stage Attempt ID'])}`);
              totals.set(ID, Math.max(totals.get(ID) ?? 0, Number(Value)));
            }
          }
          for (const [ID, value] of (event.executionId === id ? (event.accumUpdates ?? []) : []) as [number, number][])
            if (ids.has(ID)) totals.set(ID, Math.max(totals.get(ID) ?? 0, value));
        }
        const result = run.index.result.stages;
        expect(new Set(node.stages.map((at) => `${result[at]!.stageId}.${result[at]!.attemptId}`))).toEqual(stages);
        expect(node.metrics).toEqual(
          metrics
            .filter(({ accumulatorId }) => totals.has(accumulatorId))
            .map(({ name, metricType, accumulatorId }) => ({
              name,
              type: metricType,
              value: totals.get(accumulatorId),
            })),
        );
      }
    }
  });

  it('stay with a packed run, the longest queries first, as far as there is room', async () => {
    const { run, model, log } = await openFixture('healthy-batch');
    const queries = run.index.result.sqlExecutions;
    const reopen = async (mostPlanNodes: number) => {
      const page = makeRunPage(model, 'healthy-batch', 1000);
      const { packed, result } = await addPlans(page, { input: log, application: 0 }, mostPlanNodes);
      return openPackedRun(unpackColumns(packColumns(packed)) as PackedRun, result);
    };
    const all = await reopen(100_000);
    for (const index of queries.keys())
      expect(await all.ask('plan', { index })).toEqual(await run.ask('plan', { index }));
    const longest = [...queries.keys()].sort(
      (a, b) => queries[b]!.endMs - queries[b]!.startMs - (queries[a]!.endMs - queries[a]!.startMs),
    )[0]!;
    const one = await reopen((await run.ask('plan', { index: longest }))!.nodes.length);
    expect(one.index.plansHeld).toEqual([longest]);
    expect((await one.ask('events', { kind: 'job', index: 0 })).events).toEqual([]);
    expect((await reopen(0)).index.plansHeld).toEqual([]);
  });
});
