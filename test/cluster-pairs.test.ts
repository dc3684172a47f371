import { describe, expect, it } from 'vitest';
import type { Result } from '@cinderlog/core';
import { clusterRemarks } from '../packages/cli/src/reporters/text/cluster.ts';
import { emptyStories, gapPairs, removalPairs, type GapScene } from './support/cluster-teller/pairs.ts';
import { spotLoss } from './support/cluster-teller/databricks.ts';
import { outOfMemory } from './support/cluster-teller/kubernetes.ts';
import { realRun, removalOf, withDocuments, type RealRun } from './support/cluster-teller/retell.ts';
import { clusterId, sceneOf } from './support/cluster-teller/scene.ts';

// The event logs are real. The documents of the platforms cannot be had in the lab: they are made here from the lab's truth, in the forms
// that the platforms publish, with clocks that do not agree. What must come out is what was told, of the executors that the lab harmed.

const day = 86_400_000;
const told = removalPairs.flatMap(({ log, stories }) => stories.map((story) => ({ log, ...story })));

describe('what took executors away', () => {
  it.each(told)('$log: $name', async ({ log, tell, source, becomes, confidence, aheadMs }) => {
    const { truth, model, alone } = await realRun(log);
    const scene = sceneOf(truth, aheadMs);
    const result = await withDocuments(model, tell(scene));
    expect(scene.lost.length).toBeGreaterThan(0);
    for (const { executorId, class: harm } of truth.expected.removedExecutors) {
      const before = removalOf(alone, executorId);
      // Without the cluster's log the verdict is what the lab did to the process or the machine, and not why.
      expect(['node-lost', 'crashed', 'decommissioned', 'unknown', harm]).toContain(before?.class);
      expect([before?.class, before?.confidence]).not.toEqual([becomes, 'certain']);
      const after = removalOf(result, executorId);
      expect(after).toMatchObject({ class: becomes, confidence });
      expect(after?.decidedBy).toMatchObject({
        source,
        eventLogSaid: { class: before?.class, confidence: before?.confidence },
      });
      expect(after?.decidedBy?.place.line).toBeGreaterThan(0);
      const finding = result.findings.find(({ kind, cause }) => kind === 'executor-removed' && cause.class === becomes);
      expect(finding?.cause.confidence).toBe(confidence);
    }
    expect(othersOf(result, truth)).toEqual(othersOf(alone, truth));
  });

  it.each(emptyStories)('$log: $name changes no verdict', async ({ log, tell }) => {
    const { truth, model, alone } = await realRun(log);
    const result = await withDocuments(model, tell(sceneOf(truth, 3_000)));
    expect(result.executors).toEqual(alone.executors);
  });
});

function othersOf({ executors }: Result, truth: Parameters<typeof sceneOf>[0]) {
  const harmed = new Set(truth.expected.removedExecutors.map(({ executorId }) => executorId));
  return executors.filter(({ id }) => !harmed.has(id));
}

describe('why nothing ran', () => {
  it.each(gapPairs)('$log: $names', async ({ log, names, tell }) => {
    const { truth, model, alone } = await realRun(log);
    for (const gap of truth.expected.gaps) {
      const scene: GapScene = { ...sceneOf(truth), fromMs: gap.startMs, toMs: gap.endMs };
      const result = await withDocuments(model, tell(scene));
      expect(gapFinding(alone, gap)?.cause.class).not.toBe('cluster-malfunction');
      const finding = gapFinding(result, gap);
      expect(finding?.cause.class).toBe('cluster-malfunction');
      expect(finding?.cause.because).toContain(names);
      expect(result.ledger.wallClock.reduce((sum, { ms }) => sum + ms, 0)).toBe(result.application.durationMs);
    }
  });
});

/** The gap finding that shares most time with a true gap. */
function gapFinding({ findings, application }: Result, { startMs, endMs }: { startMs: number; endMs: number }) {
  const sharedMs = ({ ranges }: Result['findings'][number]) =>
    ranges.reduce((sum, range) => {
      const from = Math.max(range.startMs + application.startMs, startMs);
      return sum + Math.max(0, Math.min(range.endMs + application.startMs, endMs) - from);
    }, 0);
  const [most] = findings.filter(({ kind }) => kind === 'execution-gap').sort((a, b) => sharedMs(b) - sharedMs(a));
  return most !== undefined && sharedMs(most) > 0.5 * (endMs - startMs) ? most : undefined;
}

describe("another cluster's log", () => {
  const everyStory = removalPairs.flatMap(({ log, stories }) => stories.map((story) => ({ log, ...story })));

  it.each(everyStory)('$log: $name, a day later, sharpens nothing and is said not to match', async ({ log, tell }) => {
    const { truth, model, alone } = await realRun(log);
    for (const shiftMs of [day, -day]) {
      const result = await withDocuments(model, tell(sceneOf(truth, shiftMs)));
      expect(result.executors).toEqual(alone.executors);
      expect(result.findings).toEqual(alone.findings);
      expect(result.clusterEvents).toEqual([]);
      expect(
        clusterRemarks(result).filter((remark) => remark.includes('does not match this application')),
      ).toHaveLength(1);
    }
  });

  it('is told by the id of its cluster', async () => {
    const { truth, model, alone } = await realRun('logs/node-lost');
    const onDatabricks = withSettings(model, { 'spark.databricks.clusterUsageTags.clusterId': clusterId });
    const ours = await withDocuments(onDatabricks, spotLoss(sceneOf(truth)));
    expect(removalOf(ours, '2')?.class).toBe('spot');
    const theirs = await withDocuments(onDatabricks, spotLoss({ ...sceneOf(truth), clusterId: '0101-000000-other' }));
    expect(theirs.executors).toEqual(alone.executors);
    expect(clusterRemarks(theirs).join(' ')).toContain(
      `cluster-events.json does not match this application and was left out (4 events): they are of cluster 0101-000000-other, and it ran on cluster ${clusterId}.`,
    );
  });

  it('is told by the id or the pods of its application', async () => {
    const { truth, model, alone } = await realRun('logs/executor-killed');
    const byLabel = await withDocuments(model, outOfMemory({ ...sceneOf(truth), appId: 'spark-of-others' }));
    expect(byLabel.executors).toEqual(alone.executors);
    expect(clusterRemarks(byLabel).join(' ')).toContain(
      `they are of application spark-of-others, and this is ${truth.appId}`,
    );
    const onKubernetes = withSettings(model, { 'spark.kubernetes.executor.podNamePrefix': 'hourly-99' });
    const byName = await withDocuments(onKubernetes, outOfMemory(sceneOf(truth)));
    expect(byName.executors).toEqual(alone.executors);
  });

  it('is told by when its executors went, although they have the same ids', async () => {
    const { truth, model, alone } = await realRun('logs/executor-oom-kill-hook');
    const scene = sceneOf(truth);
    // One of them twelve minutes before ours, one twelve minutes later: no clock explains both.
    const lost = scene.lost.map((executor, index) => ({
      ...executor,
      atMs: executor.atMs + (index === 0 ? -1 : 1) * 720_000,
    }));
    const result = await withDocuments(model, outOfMemory({ ...scene, lost }));
    expect(result.executors).toEqual(alone.executors);
    expect(clusterRemarks(result).join(' ')).toContain('the executors that it tells of came and went at other times');
  });
});

function withSettings(model: RealRun['model'], settings: Readonly<Record<string, string>>): RealRun['model'] {
  const spark = new Map([...model.environment.spark, ...Object.entries(settings)]);
  return { ...model, environment: { ...model.environment, spark } };
}
