import { describe, expect, it } from 'vitest';
import { detectors } from '../packages/core/src/detectors/index.ts';
import { fixtureNames, readTruth, resultOf } from './support/fixtures.ts';

/** Clocks are the same machine's; what differs is how long it takes until Spark notices. */
const noticeMs = 30_000;

describe.each(fixtureNames)('%s', (name) => {
  const truth = readTruth(name);

  it('classifies exactly the executors that the lab took away', async () => {
    const { application, executors } = await resultOf(name);
    const removed = executors.filter(
      (executor) => executor.removal !== undefined && executor.removal.class !== 'shutdown',
    );
    expect(removed.map((executor) => executor.id).sort()).toEqual(
      truth.expected.removedExecutors.map((expected) => expected.executorId).sort(),
    );
    for (const expected of truth.expected.removedExecutors) {
      const executor = removed.find((candidate) => candidate.id === expected.executorId);
      expect([expected.class, ...expected.alsoAcceptable]).toContain(executor?.removal?.class);
      if (executor?.removal?.confidence === 'certain') expect(executor.removal.class).toBe(expected.class);
      expect(Math.abs(application.startMs + (executor?.removedMs ?? 0) - expected.aroundMs)).toBeLessThan(noticeMs);
    }
  });

  it('finds the gaps that the lab made, with their cause', async () => {
    const { application, findings } = await resultOf(name);
    const gaps = findings.filter((finding) => finding.kind === 'execution-gap');
    for (const expected of truth.expected.gaps) {
      const startMs = expected.startMs - application.startMs;
      const endMs = expected.endMs - application.startMs;
      const overlapping = gaps.filter((gap) =>
        gap.ranges.some((range) => {
          const shared = Math.min(range.endMs, endMs) - Math.max(range.startMs, startMs);
          return shared >= 0.8 * Math.min(endMs - startMs, range.endMs - range.startMs);
        }),
      );
      expect(overlapping, JSON.stringify(expected)).not.toHaveLength(0);
      for (const gap of overlapping) {
        expect([expected.cause, ...expected.alsoAcceptable]).toContain(gap.cause.class);
        if (gap.cause.confidence === 'certain') expect(gap.cause.class).toBe(expected.cause);
      }
    }
  });

  it('reports the kinds of finding that the lab provoked, as far as there are detectors for them', async () => {
    const { findings } = await resultOf(name);
    const detectable = truth.expected.findings.filter((kind) => detectors.some((detector) => detector.id === kind));
    const kinds = new Set(findings.map((finding) => finding.kind));
    expect(detectable.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  if (truth.expected.findings.length === 0) {
    it('stays quiet: nothing above info on a healthy run but what its truth says may be found', async () => {
      const { findings } = await resultOf(name);
      const { tolerated } = truth.expected;
      expect(findings.filter(({ severity, kind }) => severity !== 'info' && !tolerated.includes(kind))).toEqual([]);
    });
  }
});
