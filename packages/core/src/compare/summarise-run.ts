import type { Facts } from '../derive/facts.ts';
import { wallClockLabels } from '../derive/labels.ts';
import { backlogOf, largestMeanBacklog, type BacklogUnit } from '../derive/streams/backlog.ts';
import type { StreamFacts } from '../derive/streams/stream-facts.ts';
import type { StreamingRun } from '../model/application-model.ts';
import { groupBy } from '../util/group-by.ts';
import { normaliseName } from './normalise-name.ts';
import type { RunSummary, StreamSummary } from './run-summary.ts';
import { runSummaryVersion } from './run-summary-version.ts';
import { sumStageRows } from './stage-rows.ts';
import { summariseUnits } from './summarise-units.ts';
import { tellingSettings } from './telling-settings.ts';
import { spread } from './write-run-summary.ts';

/** What a finding contributes; the detectors' own type has it. */
export interface PricedFinding {
  readonly kind: string;
  readonly severity: string;
  readonly cost: { readonly wallClockMs: number };
}

/** Lengths of batches kept of a streaming query while it is checked. */
const mostBatchLengths = 2_000;

/** Labels under which tasks run. */
export const runningLabels = ['full', 'tail', 'too-few-tasks', 'not-launched', 're-running'] as const;
const runningSet: ReadonlySet<string> = new Set(runningLabels);

/** Reduces a run to what later runs are compared with. `job` names what it is a run of. */
export function summariseRun(facts: Facts, findings: readonly PricedFinding[], job?: string): RunSummary {
  const { model, stageStats, wallClock } = facts;
  const { application, environment } = model;
  const rows = sumStageRows(model);
  const total = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);
  const sum = (valueOf: (stats: (typeof stageStats)[number]) => number) => total(stageStats.map(valueOf));
  const workers = model.executors.filter(({ id }) => id !== 'driver');
  const runningMs = total(runningLabels.map((label) => wallClock.ms[label]));
  const offeredMs = wallClock.busySlotMs + total(runningLabels.map((label) => wallClock.idleSlotMs[label]));
  return {
    schemaVersion: runSummaryVersion,
    job: job ?? normaliseName(application.name ?? 'unnamed application'),
    run: {
      ...(application.id !== undefined && { id: application.id }),
      startedAt: new Date(application.startEpochMs).toISOString(),
      ...(application.sparkVersion !== undefined && { sparkVersion: application.sparkVersion }),
      ...version('javaVersion', environment.jvm.get('Java Version')),
      ...version('scalaVersion', environment.jvm.get('Scala Version')),
    },
    incomplete: whyIncomplete(facts),
    durationMs: application.durationMs,
    cluster: {
      slots: runningMs === 0 ? 0 : round2(offeredMs / runningMs),
      executors: workers.length > 0 ? workers.length : model.executors.length,
      coresPerExecutor: Math.max(0, ...model.executors.map(({ cores }) => cores)),
    },
    data: {
      inputBytes: sum((stats) => stats.inputBytes),
      inputRows: total(rows.inputRows),
      outputBytes: sum((stats) => stats.outputBytes),
      outputRows: total(rows.outputRows),
    },
    tasks: {
      ended: sum((stats) => stats.tasks),
      failed: sum((stats) => stats.failed),
      killed: sum((stats) => stats.killed),
      resubmitted: model.resubmissions.length,
    },
    spill: {
      memoryBytes: sum((stats) => stats.memorySpilledBytes),
      diskBytes: sum((stats) => stats.diskSpilledBytes),
    },
    wallClock: withTime(wallClockLabels.map((label) => ({ label, ms: wallClock.ms[label] }))),
    coreTime: withTime(facts.coreTime),
    removedExecutors: countRemovals(facts),
    findings: countFindings(findings),
    configuration: tellingSettings(environment),
    ...summariseUnits(facts, rows),
    streams: facts.streams.map(summariseStream),
    omitted: {},
  };
}

export function isRunningLabel(label: string): boolean {
  return runningSet.has(label);
}

function withTime(entries: readonly { readonly label: string; readonly ms: number }[]): Record<string, number> {
  return Object.fromEntries(entries.filter(({ ms }) => ms !== 0).map(({ label, ms }) => [label, ms]));
}

/** `17.0.9 (Vendor)`: the vendor's text may be anything. */
function version(key: string, text: string | undefined): Record<string, string> {
  const found = text === undefined ? undefined : /\d+(\.[\w-]+)*/.exec(text)?.[0];
  return found === undefined ? {} : { [key]: found };
}

function whyIncomplete({ model: { application, quality, jobs } }: Facts): string[] {
  const failed = jobs.filter(({ succeeded }) => succeeded === false).length;
  const reasons: [boolean, string][] = [
    [application.startInferred, 'the log has no start of the application'],
    [application.endInferred, 'the log has no end of the application'],
    [quality.linesUnreadable > 0, `${quality.linesUnreadable} lines could not be read`],
    [quality.cutOff, 'the log is cut off'],
    [quality.damagedParts > 0, `${quality.damagedParts} parts of the log are damaged`],
    [quality.missingPartIndices.length > 0, 'parts of the rolling log are missing'],
    [quality.compacted, 'the log was compacted'],
    [quality.tasksMissing > 0 || quality.tasksWithoutEnd > 0, 'ends of tasks are missing, so Spark dropped events'],
    [quality.malformedEvents.total > 0, 'events lack what is needed to understand them'],
    [failed > 0, `${failed} of ${jobs.length} jobs failed`],
    [
      application.exitCode !== undefined && application.exitCode !== 0,
      `the application ended with code ${application.exitCode}`,
    ],
  ];
  return reasons.filter(([applies]) => applies).map(([, text]) => text);
}

function countRemovals({ removals }: Facts): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const removal of removals.values()) {
    if (removal.class !== 'shutdown') counts[removal.class] = (counts[removal.class] ?? 0) + 1;
  }
  return counts;
}

function countFindings(findings: readonly PricedFinding[]): RunSummary['findings'] {
  return [...groupBy(findings, ({ kind, severity }) => `${kind}\n${severity}`).values()].map((group) => ({
    kind: group[0]?.kind ?? '',
    severity: group[0]?.severity ?? '',
    count: group.length,
    wallClockMs: Math.round(group.reduce((sum, { cost }) => sum + cost.wallClockMs, 0)),
  }));
}

/** Lengths are those of batches with rows, as in the report: idle triggers take no time, and a quiet night would hide late batches. */
function summariseStream({ run, batches, medianMs = 0, p95Ms = 0, freshness }: StreamFacts): StreamSummary {
  const lengths = batches.map(({ startMs, endMs }) => endMs - startMs).sort((a, b) => a - b);
  const last = (unit: BacklogUnit) =>
    run.batches.map((batch) => backlogOf(batch, unit)).findLast((value) => value !== undefined);
  const rows = last('records') ?? last('offsets');
  const lateMs = last('ms');
  const speed = run.batches.map(({ processedRowsPerSecond }) => processedRowsPerSecond).findLast((value) => value > 0);
  return {
    name: normaliseName(run.name ?? 'unnamed query'),
    batches: lengths.length,
    inputRows: run.batches.reduce((sum, { inputRows }) => sum + inputRows, 0),
    medianBatchMs: Math.round(medianMs),
    p95BatchMs: p95Ms,
    longestBatchMs: lengths.at(-1) ?? 0,
    batchMs: spread(lengths, mostBatchLengths),
    ...(freshness !== undefined && {
      freshness: {
        basis: freshness.basis,
        agesMs: spread(
          freshness.agesMs.toSorted((a, b) => a - b),
          mostBatchLengths,
        ),
      },
    }),
    lastBacklog: {
      ...amount('rows', rows),
      ...amount('bytes', last('bytes')),
      ...amount('files', last('files')),
      ...amount('seconds', secondsLate(lateMs, rows, speed)),
    },
    worstMeanBacklog: worstMeans(run),
  };
}

function worstMeans({ batches }: StreamingRun): StreamSummary['worstMeanBacklog'] {
  const behindMs = largestMeanBacklog(batches, 'ms');
  return {
    ...amount('rows', largestMeanBacklog(batches, 'records') ?? largestMeanBacklog(batches, 'offsets')),
    ...amount('bytes', largestMeanBacklog(batches, 'bytes')),
    ...amount('files', largestMeanBacklog(batches, 'files')),
    ...amount('seconds', behindMs === undefined ? undefined : behindMs / 1000),
  };
}

/** As the source tells it, else the time to read what is left at the last speed; nothing left takes no time. */
function secondsLate(lateMs: number | undefined, rows: number | undefined, rowsPerSecond: number | undefined) {
  if (lateMs !== undefined) return lateMs / 1000;
  if (rows === undefined || rows === 0) return rows;
  return rowsPerSecond === undefined ? undefined : rows / rowsPerSecond;
}

function amount(key: string, value: number | undefined): Record<string, number> {
  return value === undefined ? {} : { [key]: value };
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
