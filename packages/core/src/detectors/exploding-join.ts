import type { Facts, StageView } from '../derive/facts.ts';
import type { PlanJoin, SqlExecution } from '../model/application-model.ts';
import { formatCount } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { severityOfShare } from '../util/severity.ts';
import { stageSubject } from './shared/about-stage.ts';
import type { Detector, Finding } from './types.ts';

const limits = declareLimits('exploding-join', {
  leastRowsOut: { usual: 1_000_000, unit: 'count', reason: 'As SparkForensics has it: fewer rows take no time.' },
  growth: { usual: 10, unit: 'ratio', reason: 'As SparkForensics has it: a few times the input is what joins do.' },
});

/** Joins that make many times more rows than they get. */
export const explodingJoin: Detector = {
  id: 'exploding-join',
  title: 'Exploding joins',
  limits,
  detect(facts) {
    const { leastRowsOut, growth } = facts.limitsOf(limits);
    return facts.model.sqlExecutions
      .flatMap((execution) =>
        (execution.plan?.joins ?? [])
          .filter((join) => join.rowsOut >= leastRowsOut && growthOf(join) >= growth)
          .map((join, index) => toFinding(facts, execution, join, index)),
      )
      .filter((finding) => finding.cost.wallClockMs >= facts.noticeableMs);
  },
};

function growthOf({ rowsOut, rowsIn }: PlanJoin): number {
  return rowsOut / Math.max(1, ...rowsIn);
}

function toFinding(facts: Facts, execution: SqlExecution, join: PlanJoin, index: number): Finding {
  const stages = facts.stages.filter(
    ({ attempt }) => attempt.sqlExecutionId === execution.id && attempt.planNodes.includes(join.text),
  );
  const sum = (valueOf: (stage: StageView) => number) => stages.reduce((total, stage) => total + valueOf(stage), 0);
  const growth = growthOf(join);
  const limit = facts.limitsOf(limits);
  // Without the growth its stages would have as many rows as went in.
  const extra = 1 - 1 / growth;
  const wallClockMs = Math.round(extra * sum((stage) => stage.shareMs));
  return {
    id: `exploding-join:${execution.id}:${index}`,
    kind: 'exploding-join',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `A join of query ${execution.id} made ${formatCount(join.rowsOut)} rows, ${formatCount(growth)} times its larger side`,
    cause: {
      class: /Cartesian|NestedLoop/.test(join.text) ? 'no-equal-keys' : 'repeated-keys',
      confidence: 'probable',
      because: /Cartesian|NestedLoop/.test(join.text)
        ? 'it compares every row with every other, for want of an equality between columns'
        : 'keys occur many times on both sides, and each pair becomes a row',
      ruledOut: [],
    },
    subjects: [{ type: 'sql-execution', id: execution.id }, ...stages.map(({ attempt }) => stageSubject(attempt))],
    ranges: stages.map(({ attempt }) => ({ startMs: attempt.startMs, endMs: attempt.endMs })),
    cost: { wallClockMs, coreMs: Math.round(extra * sum((stage) => stage.stats.taskMs)), basis: 'bound' },
    evidence: [
      { name: 'join', value: join.text },
      { name: 'rows out', value: join.rowsOut, unit: 'rows', limit: limit.leastRowsOut },
      { name: 'against its larger side', value: Number(growth.toFixed(1)), unit: 'ratio', limit: limit.growth },
      ...join.rowsIn.map((rows, side) => ({ name: `rows in, side ${side + 1}`, value: rows, unit: 'rows' })),
      ...(execution.description === undefined
        ? []
        : [
            {
              name: 'query',
              value: execution.description,
              ...(execution.startPlace && { place: execution.startPlace }),
            },
          ]),
    ],
    advice: [
      {
        text: 'Join by all columns that make a row unique, remove duplicates from one side before, or aggregate before joining.',
      },
      { text: 'It helped when the join hands on about as many rows as its larger side has.' },
    ],
  };
}
