import type { Facts } from '../derive/facts.ts';
import type { Exclusion } from '../model/application-model.ts';
import { plural } from '../util/format.ts';
import { groupBy } from '../util/group-by.ts';
import type { Detector, Finding } from './types.ts';
import { leastOf } from '../util/extremes.ts';

/** Executors and nodes that Spark took out of scheduling for the failures on them. */
export const excludedNodes: Detector = {
  id: 'excluded-nodes',
  title: 'Excluded executors and nodes',
  detect(facts) {
    const hostOf = new Map(facts.model.executors.map((executor) => [executor.id, executor.host]));
    const byHost = groupBy(
      facts.model.exclusions,
      (exclusion) => exclusion.host ?? hostOf.get(exclusion.executorId ?? '') ?? 'unknown',
    );
    return [...byHost].map(([host, exclusions]) => toFinding(facts, host, exclusions));
  },
};

function toFinding(facts: Facts, host: string, exclusions: readonly Exclusion[]): Finding {
  const { durationMs } = facts.model.application;
  const startMs = leastOf(exclusions, ({ timeMs }) => timeMs);
  const wholeNode = exclusions.some((exclusion) => exclusion.host !== undefined);
  const failures = Math.max(0, ...exclusions.map(({ failureCount }) => failureCount ?? 0));
  const ids = [...new Set(exclusions.flatMap(({ executorId }) => (executorId === undefined ? [] : [executorId])))];
  return {
    id: `excluded-nodes:${host}`,
    kind: 'excluded-nodes',
    severity: 'warning',
    title: wholeNode
      ? `Spark excluded node ${host} after failures on it`
      : `Spark excluded ${plural(ids.length, 'executor')} on ${host} after failures`,
    cause: {
      class: wholeNode ? 'node-excluded' : 'executor-excluded',
      confidence: 'certain',
      because: 'tasks failed on it more often than the settings allow',
      ruledOut: [],
    },
    subjects: [{ type: 'host', id: host }, ...ids.map((id) => ({ type: 'executor' as const, id }))],
    // The log says when it begins; exclusions end after an hour by default.
    ranges: [{ startMs, endMs: Math.min(durationMs, Math.max(startMs, ...exclusions.map(({ timeMs }) => timeMs))) }],
    cost: { wallClockMs: 0, coreMs: 0, basis: 'bound' },
    evidence: [
      { name: 'exclusions', value: exclusions.length, unit: 'exclusions' },
      { name: 'most failures before one', value: failures, unit: 'failures' },
    ],
    advice: [
      {
        text: 'Read what the tasks on it failed with: the section on failures lists the texts. A full disk or a broken library is usual.',
      },
      {
        text: "If the failures were the job's own, exclusion only takes capacity away.",
        setting: 'spark.excludeOnFailure.enabled',
        value: 'false',
      },
    ],
  };
}
