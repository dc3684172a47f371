import { describe, expect, it } from 'vitest';
import { makeRunPage, openPackedRun, timelineElementId, unpackColumns, type PackedRun } from '@cinderlog/core';
import { modelOf, type TaskSketch } from '../../../../core/test-support/model-of.ts';
import { readEmbedded } from './embedded.ts';
import { embedTimeline } from './interactive.ts';

const taskCount = 6_000;
const failed = 40;
/** Lengths without a pattern, so that packing cannot shorten them much: a linear congruential generator. */
let state = 12_345;
const next = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % below;
const tasks = Array.from({ length: taskCount }, (_, i): TaskSketch => {
  const launchMs = 1_000 + next(590_000);
  const reason = i < failed ? { Reason: 'ExceptionFailure', 'Class Name': 'a.B' } : { Reason: 'Success' };
  return { stage: 0, launchMs, finishMs: launchMs + 1 + next(5_000), executor: String(1 + next(4)), reason };
});
const model = modelOf({
  durationMs: 600_000,
  executors: ['1', '2', '3', '4'].map((id) => ({ id, cores: 16, addedMs: 0 })),
  stages: [{ id: 0, startMs: 0, endMs: 600_000, taskCount }],
  tasks,
});
const page = makeRunPage(model, 'a log', 120_000);

describe('a timeline in a page', () => {
  it.each([
    ['whole where there is room', 1_000_000],
    ['summed up where there is little', 50_000],
    ['summed up further where there is less', 20_000],
  ])('is %s: no task and no failure is lost', (_, mostBytes) => {
    const element = embedTimeline(page, 0, mostBytes).text;
    const packed = unpackColumns(readEmbedded(element, timelineElementId(0))!) as PackedRun;
    const { index } = openPackedRun(packed, page.result);
    const lanes = index.lanes.filter(({ group }) => group === 'tasks');
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    expect(element.length).toBeLessThan(mostBytes + 100);
    expect(index.summedUpMs !== undefined).toBe(mostBytes < 1_000_000);
    expect(sum(lanes.map(({ spanCount }) => spanCount))).toBe(taskCount);
    expect(sum(lanes.map(({ trouble }) => trouble))).toBe(failed);
  });
});
