import type { Facts, StageView } from '../derive/facts.ts';
import type { SqlExecution } from '../model/application-model.ts';
import { mostOf } from '../util/extremes.ts';
import { formatBytes, formatCount, plural } from '../util/format.ts';
import { groupBy } from '../util/group-by.ts';
import { declareLimits } from '../util/limits.ts';
import { severityOfShare } from '../util/severity.ts';
import { stageSubject } from './shared/about-stage.ts';
import type { Detector, Evidence, Finding } from './types.ts';

const limits = declareLimits('small-files', {
  smallFileBytes: {
    usual: 3 * 2 ** 20,
    unit: 'bytes',
    reason: 'Files below this size cost more to open than to read; the field agrees on 3 to 5 MB.',
  },
  leastFiles: { usual: 100, unit: 'count', reason: 'Fewer files are opened in no time.' },
});
/** `spark.sql.files.openCostInBytes`: Spark itself takes opening a file for as much as reading 4 MiB. */
const openCostBytes = 4 * 2 ** 20;

/** Queries that read their input from many small files. */
export const smallFiles: Detector = {
  id: 'small-files',
  title: 'Small files',
  limits,
  detect(facts) {
    const { smallFileBytes, leastFiles } = facts.limitsOf(limits);
    const readers = facts.model.sqlExecutions.filter(
      ({ filesRead, fileBytesRead }) => filesRead >= leastFiles && fileBytesRead / filesRead < smallFileBytes,
    );
    // One table is mended once, however many queries read it.
    return [...groupBy(readers, locationOf).values()]
      .map((executions) => toFinding(facts, executions))
      .filter((finding) => finding.cost.wallClockMs >= facts.noticeableMs);
  },
};

/** Where most of the files of a query stand; its own id where the plan does not tell. */
function locationOf({ id, plan }: SqlExecution): string | number {
  const scans = [...(plan?.scans ?? [])].sort((a, b) => (b.filesRead ?? 0) - (a.filesRead ?? 0));
  const location = scans[0]?.location ?? '';
  return location === '' ? id : location;
}

/** What opening files took in the scanning stages of one query. */
interface Opening {
  readonly scans: readonly StageView[];
  readonly wallClockMs: number;
  readonly coreMs: number;
}

function priceOpening(facts: Facts, { id, filesRead, fileBytesRead }: SqlExecution): Opening {
  const scans = facts.stages.filter(({ attempt, stats }) => attempt.sqlExecutionId === id && stats.inputBytes > 0);
  const openShare = (filesRead * openCostBytes) / (filesRead * openCostBytes + fileBytesRead);
  const sum = (valueOf: (stage: StageView) => number) => scans.reduce((total, stage) => total + valueOf(stage), 0);
  return {
    scans,
    wallClockMs: openShare * sum((stage) => stage.shareMs),
    coreMs: openShare * sum((stage) => stage.stats.taskMs),
  };
}

function readFrom(execution: SqlExecution | undefined): Evidence[] {
  const location = execution && locationOf(execution);
  return typeof location === 'string' ? [{ name: 'read from', value: location }] : [];
}

/** More would hide the numbers. */
const mostQueriesNamed = 3;
const wellSizedBytes = 128 * 2 ** 20;

function toFinding(facts: Facts, executions: readonly SqlExecution[]): Finding {
  const limit = facts.limitsOf(limits);
  const add = (valueOf: (execution: SqlExecution) => number) =>
    executions.reduce((total, execution) => total + valueOf(execution), 0);
  const filesRead = add((execution) => execution.filesRead);
  const meanBytes = add((execution) => execution.fileBytesRead) / filesRead;
  const openings = executions.map((execution) => priceOpening(facts, execution));
  const scans = openings.flatMap((opening) => opening.scans);
  const wallClockMs = Math.round(openings.reduce((total, opening) => total + opening.wallClockMs, 0));
  const readers =
    executions.length === 1 ? `Query ${executions[0]?.id ?? ''}` : plural(executions.length, 'query', 'queries');
  const mostBytes = mostOf(executions, ({ fileBytesRead }) => fileBytesRead);
  return {
    id: `small-files:${executions[0]?.id ?? ''}`,
    kind: 'small-files',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `${readers} read ${formatCount(filesRead)} files of ${formatBytes(meanBytes)} on average`,
    cause: {
      class: 'small-files',
      confidence: 'probable',
      because: 'opening a file of this size takes longer than reading it',
      ruledOut: [],
    },
    subjects: [
      ...executions.map(({ id }) => ({ type: 'sql-execution' as const, id })),
      ...scans.map(({ attempt }) => stageSubject(attempt)),
    ],
    ranges: scans.map(({ attempt }) => ({ startMs: attempt.startMs, endMs: attempt.endMs })),
    cost: {
      wallClockMs,
      coreMs: Math.round(openings.reduce((total, opening) => total + opening.coreMs, 0)),
      basis: 'bound',
    },
    evidence: [
      { name: 'files', value: filesRead, unit: 'files', limit: limit.leastFiles },
      { name: 'mean size', value: Math.round(meanBytes), unit: 'bytes', limit: limit.smallFileBytes },
      { name: 'in all', value: add((execution) => execution.fileBytesRead), unit: 'bytes' },
      ...readFrom(executions[0]),
      ...executions
        .slice(0, mostQueriesNamed)
        .flatMap(({ description, startPlace }) =>
          description === undefined
            ? []
            : [{ name: 'query', value: description, ...(startPlace && { place: startPlace }) }],
        ),
    ],
    advice: [
      {
        text: `Join the files where they are written: ${formatCount(Math.ceil(mostBytes / wellSizedBytes))} of 128 MiB would hold the same.`,
      },
      { text: 'With Delta or Iceberg, compact the table from time to time.' },
    ],
  };
}
