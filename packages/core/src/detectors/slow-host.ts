import type { Facts } from '../derive/facts.ts';
import { compareHosts, dataRatioOf, type HostPace } from '../derive/slow-hosts.ts';
import { formatCount } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { severityOfShare } from '../util/severity.ts';
import type { Detector, Finding } from './types.ts';

const limits = declareLimits('slow-host', {
  slowdown: {
    usual: 2,
    unit: 'ratio',
    reason: 'Healthy machines of one kind were seen to differ by up to 1.7 when others use them too.',
  },
  leastTasks: { usual: 10, unit: 'count', reason: 'Fewer tasks say little about a machine.' },
  leastZ: {
    usual: 3.5,
    unit: 'score',
    reason: 'A chance of about one in four thousand: a run compares a handful of hosts.',
  },
  dataRatio: {
    usual: 1.3,
    unit: 'ratio',
    reason: 'With this much more data than others, the tasks and not the host are different.',
  },
});

/** Hosts whose tasks took longer than those of the same stages elsewhere, with no more data. */
export const slowHost: Detector = {
  id: 'slow-host',
  title: 'Slow hosts',
  limits,
  detect(facts) {
    const limit = facts.limitsOf(limits);
    return compareHosts(facts, ({ tasks, slowdown }) => tasks >= limit.leastTasks && slowdown >= limit.slowdown)
      .filter(({ z }) => z >= limit.leastZ)
      .map((pace) => ({ pace, dataRatio: dataRatioOf(facts, pace.host) }))
      .filter(({ dataRatio }) => dataRatio < limit.dataRatio)
      .map(({ pace, dataRatio }) => toFinding(facts, pace, dataRatio))
      .filter((finding) => finding.cost.wallClockMs >= facts.noticeableMs);
  },
};

function toFinding(facts: Facts, pace: HostPace, dataRatio: number): Finding {
  const limit = facts.limitsOf(limits);
  const slots = facts.model.executors.reduce(
    (sum, executor) => (executor.host === pace.host ? sum + executor.slots : sum),
    0,
  );
  // Its tasks ran beside each other; the stages waited for the last of them.
  const wallClockMs = Math.round(pace.excessMs / Math.max(1, slots));
  const times = pace.slowdown.toFixed(1);
  return {
    id: `slow-host:${pace.host}`,
    kind: 'slow-host',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `Tasks on host ${pace.host} took ${times} times as long as those of the same stages elsewhere`,
    cause: {
      class: 'slow-host',
      confidence: 'probable',
      because: `over ${formatCount(pace.tasks)} tasks, with no more data than the others had`,
      ruledOut: [{ class: 'data-skew', because: `its tasks read ${dataRatio.toFixed(1)} times what the others read` }],
    },
    subjects: [{ type: 'host', id: pace.host }],
    ranges: pace.ranges,
    cost: { wallClockMs, coreMs: Math.round(pace.excessMs), basis: 'bound' },
    evidence: [
      {
        name: 'task time against other hosts',
        value: Number(pace.slowdown.toFixed(2)),
        unit: 'ratio',
        limit: limit.slowdown,
      },
      {
        name: 'data read against other hosts',
        value: Number(dataRatio.toFixed(2)),
        unit: 'ratio',
        limit: limit.dataRatio,
      },
      { name: 'how sure (z score of their ranks)', value: Number(pace.z.toFixed(1)), limit: limit.leastZ },
      { name: 'tasks on it', value: pace.tasks, unit: 'tasks' },
    ],
    advice: [
      { text: 'Look at the machine: other processes, a slow disk, throttling. Replace it if it stays slow.' },
      { text: 'Let Spark start copies of slow tasks elsewhere.', setting: 'spark.speculation', value: 'true' },
    ],
  };
}
