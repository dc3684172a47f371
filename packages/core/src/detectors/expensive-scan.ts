import type { Facts, StageView } from '../derive/facts.ts';
import type { PlanScan, SqlExecution } from '../model/application-model.ts';
import { formatBytes, formatCount, formatShare } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { severityOfShare } from '../util/severity.ts';
import { stageSubject } from './shared/about-stage.ts';
import type { Advice, Detector, Evidence, Finding } from './types.ts';

const limits = declareLimits('expensive-scan', {
  leastRows: { usual: 1_000_000, unit: 'count', reason: 'Fewer rows are read in no time, whatever the filter.' },
  keptShare: {
    usual: 0.1,
    unit: 'share',
    reason: 'A filter that keeps less shows that most of what was read was not wanted.',
  },
  leastBytes: {
    usual: 2 ** 30,
    unit: 'bytes',
    reason: 'A table without a partition filter has to be of this size to be worth one.',
  },
  leastPartitions: { usual: 10, unit: 'count', reason: 'So has it to have some partitions.' },
});

/** Scans that read far more than the query wanted: a filter threw nearly all away, or a partitioned table was read as a whole. */
export const expensiveScan: Detector = {
  id: 'expensive-scan',
  title: 'Scans that read too much',
  limits,
  detect(facts) {
    return facts.model.sqlExecutions
      .flatMap((execution) => (execution.plan?.scans ?? []).flatMap((scan) => judge(facts, execution, scan)))
      .filter((finding) => finding.cost.wallClockMs >= facts.noticeableMs);
  },
};

function judge(facts: Facts, execution: SqlExecution, scan: PlanScan): Finding[] {
  const { keptShare, leastRows, leastBytes, leastPartitions } = facts.limitsOf(limits);
  const keptRatio = scan.rowsKept === undefined ? undefined : scan.rowsKept / Math.max(1, scan.rowsRead ?? 0);
  if (keptRatio !== undefined && keptRatio < keptShare && (scan.rowsRead ?? 0) >= leastRows) {
    return [toFinding(facts, execution, scan, 'filtered-after-reading', keptRatio)];
  }
  const isWhole = scan.partitionFilters === '[]' && (scan.partitionsRead ?? 0) >= leastPartitions;
  if (isWhole && (scan.bytesRead ?? 0) >= leastBytes)
    return [toFinding(facts, execution, scan, 'no-partition-filter', 0)];
  return [];
}

function toFinding(
  facts: Facts,
  execution: SqlExecution,
  scan: PlanScan,
  cause: 'filtered-after-reading' | 'no-partition-filter',
  keptRatio: number,
): Finding {
  const stages = facts.stages.filter(
    ({ attempt }) => attempt.sqlExecutionId === execution.id && attempt.planNodes.includes(scan.text),
  );
  const sum = (valueOf: (stage: StageView) => number) => stages.reduce((total, stage) => total + valueOf(stage), 0);
  // A perfect layout would read only what is kept; how much of a whole table is wanted the log does not tell.
  const wasted = 1 - keptRatio;
  const wallClockMs = Math.round(wasted * sum((stage) => stage.shareMs));
  return {
    id: `expensive-scan:${execution.id}:${scan.location}`,
    kind: 'expensive-scan',
    severity:
      cause === 'no-partition-filter' ? 'info' : severityOfShare(wallClockMs, facts.model.application.durationMs),
    title:
      cause === 'no-partition-filter'
        ? `Query ${execution.id} read a partitioned table as a whole: ${formatBytes(scan.bytesRead ?? 0)} in ${formatCount(scan.partitionsRead ?? 0)} partitions`
        : `Query ${execution.id} read ${formatCount(scan.rowsRead ?? 0)} rows and kept ${formatShare(keptRatio)} of them`,
    cause: {
      class: cause,
      confidence: cause === 'no-partition-filter' ? 'possible' : 'probable',
      because:
        cause === 'no-partition-filter'
          ? 'the scan has no filter on the columns by which the table is partitioned'
          : 'the filter right behind the scan threw the rest away, after it had been read and decoded',
      ruledOut: [],
    },
    subjects: [{ type: 'sql-execution', id: execution.id }, ...stages.map(({ attempt }) => stageSubject(attempt))],
    ranges: stages.map(({ attempt }) => ({ startMs: attempt.startMs, endMs: attempt.endMs })),
    cost: { wallClockMs, coreMs: Math.round(wasted * sum((stage) => stage.stats.taskMs)), basis: 'bound' },
    evidence: [...scanEvidence(scan, facts.limitsOf(limits).leastRows), ...queryEvidence(execution)],
    advice: adviceFor(scan),
  };
}

function scanEvidence(scan: PlanScan, leastRows: number): Evidence[] {
  const given = (name: string, value: number | undefined, unit: string, limit?: number): Evidence[] =>
    value === undefined ? [] : [{ name, value, unit, ...(limit !== undefined && { limit }) }];
  return [
    { name: 'scan', value: scan.text },
    ...given('rows read', scan.rowsRead, 'rows', leastRows),
    ...given('rows kept', scan.rowsKept, 'rows'),
    ...given('read', scan.bytesRead, 'bytes'),
    ...given('files', scan.filesRead, 'files'),
    ...given('partitions', scan.partitionsRead, 'partitions'),
    { name: 'columns read', value: scan.columns, unit: 'columns' },
    { name: 'partition filters', value: scan.partitionFilters },
    { name: 'pushed filters', value: scan.pushedFilters },
  ];
}

function queryEvidence({ description, startPlace }: SqlExecution): Evidence[] {
  return description === undefined
    ? []
    : [{ name: 'query', value: description, ...(startPlace && { place: startPlace }) }];
}

function adviceFor(scan: PlanScan): Advice[] {
  const layout =
    scan.partitionFilters === '[]'
      ? 'Filter by a column that the table is partitioned by, or partition (cluster, sort) it by the filtered one, so that files are skipped.'
      : 'Sort or cluster the table by the filtered column, so that whole files and row groups are skipped.';
  return [
    { text: layout },
    { text: `Read only the columns that are needed: it read ${scan.columns}.` },
    { text: 'It helped when the scan reads fewer rows and files for the same result.' },
  ];
}
