import type { Facts, StageView } from '../derive/facts.ts';
import type { SqlExecution } from '../model/application-model.ts';
import { formatBytes, formatCount } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { severityOfShare } from '../util/severity.ts';
import type { Detector, Finding } from './types.ts';

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
    return facts.model.sqlExecutions
      .filter(
        (execution) =>
          execution.filesRead >= leastFiles && execution.fileBytesRead / execution.filesRead < smallFileBytes,
      )
      .map((execution) => toFinding(facts, execution))
      .filter((finding) => finding.cost.wallClockMs >= facts.noticeableMs);
  },
};

function toFinding(facts: Facts, execution: SqlExecution): Finding {
  const limit = facts.limitsOf(limits);
  const { filesRead, fileBytesRead } = execution;
  const scans = facts.stages.filter(
    ({ attempt, stats }) => attempt.sqlExecutionId === execution.id && stats.inputBytes > 0,
  );
  const openShare = (filesRead * openCostBytes) / (filesRead * openCostBytes + fileBytesRead);
  const sum = (valueOf: (stage: StageView) => number) => scans.reduce((total, stage) => total + valueOf(stage), 0);
  const wallClockMs = Math.round(openShare * sum((stage) => stage.shareMs));
  const meanBytes = fileBytesRead / filesRead;
  return {
    id: `small-files:${execution.id}`,
    kind: 'small-files',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `Query ${execution.id} read ${formatCount(filesRead)} files of ${formatBytes(meanBytes)} on average`,
    cause: {
      class: 'small-files',
      confidence: 'probable',
      because: 'opening a file of this size takes longer than reading it',
      ruledOut: [],
    },
    subjects: [
      { type: 'sql-execution', id: execution.id },
      ...scans.map(({ attempt }) => ({
        type: 'stage-attempt' as const,
        stageId: attempt.stageId,
        attemptId: attempt.attemptId,
      })),
    ],
    ranges: scans.map(({ attempt }) => ({ startMs: attempt.startMs, endMs: attempt.endMs })),
    cost: { wallClockMs, coreMs: Math.round(openShare * sum((stage) => stage.stats.taskMs)), basis: 'bound' },
    evidence: [
      { name: 'files', value: filesRead, unit: 'files', limit: limit.leastFiles },
      { name: 'mean size', value: Math.round(meanBytes), unit: 'bytes', limit: limit.smallFileBytes },
      { name: 'in all', value: fileBytesRead, unit: 'bytes' },
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
        text: `Join the files where they are written: ${formatCount(Math.ceil(fileBytesRead / (128 * 2 ** 20)))} of 128 MiB would hold the same.`,
      },
      { text: 'With Delta or Iceberg, compact the table from time to time.' },
    ],
  };
}
