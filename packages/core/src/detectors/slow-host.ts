import type { Facts } from '../derive/facts.ts';
import { chanceOfPace, dataRatioOf, savedAtUsualPace, shareOfLongTasks } from '../derive/host-pace.ts';
import { findSlowHosts, longRatio, type HostPace } from '../derive/slow-hosts.ts';
import { formatCount } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { severityOfShare } from '../util/severity.ts';
import type { Detector, Finding } from './types.ts';

const limits = declareLimits('slow-host', {
  slowdown: { usual: longRatio, unit: 'ratio', reason: 'Half of its tasks in a stage must be long, not only a few.' },
  chance: {
    usual: 0.01,
    unit: 'score',
    reason: 'One false alarm in a hundred runs whose hosts are equal, and that have long tasks at all.',
  },
  dataRatio: {
    usual: 1.3,
    unit: 'ratio',
    reason: 'With this much more data than others, the tasks and not the host are different.',
  },
});
/**
 * Up to here it is probable, beyond it only possible and no reason to act: Spark hands tasks out in turns, so that a few long ones at a
 * regular distance may well meet on one host.
 */
const probableChance = 0.001;
/** Tasks that load code for so much of their time run cold for the rest of it, and those that wait for shuffle data wait for other hosts. */
const excusedShare = 1 / 3;

/** Hosts whose tasks took longer than those of the same stages elsewhere, with no more data. */
export const slowHost: Detector = {
  id: 'slow-host',
  title: 'Slow hosts',
  limits,
  detect(facts) {
    const limit = facts.limitsOf(limits);
    return findSlowHosts(facts, limit.slowdown).flatMap((pace) => {
      if (shareOfLongTasks(facts, pace, ['executorDeserializeMs', 'shuffleFetchWaitMs']) >= excusedShare) return [];
      const dataRatio = dataRatioOf(facts, pace);
      if (dataRatio >= limit.dataRatio) return [];
      // Many stages make the test dear, so it comes late.
      const chance = chanceOfPace(pace, facts.model.tasks.hosts.values.length);
      if (chance > limit.chance) return [];
      const wallClockMs = Math.round(savedAtUsualPace(facts, pace));
      return wallClockMs < facts.noticeableMs ? [] : [toFinding(facts, pace, { chance, dataRatio, wallClockMs })];
    });
  },
};

interface Judgement {
  readonly chance: number;
  readonly dataRatio: number;
  readonly wallClockMs: number;
}

function toFinding(facts: Facts, pace: HostPace, { chance, dataRatio, wallClockMs }: Judgement): Finding {
  const limit = facts.limitsOf(limits);
  const isProbable = chance <= probableChance;
  const slowStages = pace.stages.filter(({ longRows }) => longRows.length > 0);
  return {
    id: `slow-host:${pace.host}`,
    kind: 'slow-host',
    severity: isProbable ? severityOfShare(wallClockMs, facts.model.application.durationMs) : 'info',
    title: `Tasks on host ${pace.host} took ${pace.slowdown.toFixed(1)} times as long as those of the same stages elsewhere`,
    cause: {
      class: 'slow-host',
      confidence: isProbable ? 'probable' : 'possible',
      because: `${formatCount(pace.longTasks)} of its ${formatCount(pace.tasks)} tasks were long, with no more data than the others had`,
      ruledOut: [{ class: 'data-skew', because: `its tasks read ${dataRatio.toFixed(1)} times what the others read` }],
    },
    subjects: [{ type: 'host', id: pace.host }],
    ranges: slowStages.map(({ stage: { attempt } }) => ({ startMs: attempt.startMs, endMs: attempt.endMs })),
    cost: { wallClockMs, coreMs: Math.round(pace.excessMs), basis: isProbable ? 'replay' : 'bound' },
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
      { name: 'chance of that among equal hosts', value: Number(chance.toPrecision(2)), limit: limit.chance },
      { name: 'tasks on it', value: pace.tasks, unit: 'tasks' },
      { name: 'long ones among them', value: pace.longTasks, unit: 'tasks' },
    ],
    advice: [
      { text: 'Look at the machine: other processes, a slow disk, throttling. Replace it if it stays slow.' },
      ...(facts.model.environment.spark.get('spark.speculation') === 'true'
        ? []
        : [{ text: 'Let Spark start copies of slow tasks elsewhere.', setting: 'spark.speculation', value: 'true' }]),
    ],
  };
}
