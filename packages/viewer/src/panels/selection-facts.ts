import {
  formatBytes,
  formatCount,
  formatDuration,
  formatOffset,
  formatShare,
  taskLayers,
  type AreaTotals,
  type QueryDetails,
  type RunIndex,
  type TaskDetails,
} from '@cinderlog/core';
import type { Selection } from '../state/selection.ts';
import type { Fact } from '../ui/facts.ts';

function span(startMs: number, endMs: number, endInferred = false): Fact[] {
  return [
    ['from', formatOffset(startMs)],
    ['to', `${formatOffset(endMs)}${endInferred ? ' (its end is not in the log)' : ''}`],
    ['length', formatDuration(endMs - startMs)],
  ];
}

/** Sizes of nothing say nothing. */
function size(bytes: number): string | undefined {
  return bytes > 0 ? formatBytes(bytes) : undefined;
}

function length(ms: number): string | undefined {
  return ms > 0 ? formatDuration(ms) : undefined;
}

export function jobFacts({ result }: RunIndex, index: number): Fact[] {
  const job = result.jobs[index];
  if (job === undefined) return [];
  return [
    ['outcome', job.status],
    ['failure', job.failureMessage],
    ...span(job.startMs, job.endMs, job.endInferred),
    ['called from', job.name],
    ['description', job.description],
    ['group', job.jobGroup],
  ];
}

export function stageFacts({ result }: RunIndex, index: number): Fact[] {
  const stage = result.stages[index];
  if (stage === undefined) return [];
  const { tasks, durationMs } = stage;
  const quantiles = durationMs && [durationMs.min, durationMs.p25, durationMs.median, durationMs.p75, durationMs.max];
  return [
    ['failure', stage.failureReason],
    ...span(stage.startMs, stage.endMs, stage.endInferred),
    ['tasks', `${formatCount(tasks.succeeded)} of ${formatCount(stage.taskCount)} succeeded`],
    ['failed', tasks.failed > 0 ? formatCount(tasks.failed) : undefined],
    ['killed', tasks.killed > 0 ? formatCount(tasks.killed) : undefined],
    ['unfinished', tasks.unfinished > 0 ? formatCount(tasks.unfinished) : undefined],
    ['task length: least, quartiles, most', quantiles?.map(formatDuration).join(' · ')],
    ['task time', formatDuration(stage.taskMs)],
    ['garbage collection', length(stage.gcMs)],
    ['input', size(stage.inputBytes)],
    ['shuffle read', size(stage.shuffleReadBytes)],
    ['shuffle written', size(stage.shuffleWriteBytes)],
    ['output', size(stage.outputBytes)],
    ['spilled from memory', size(stage.memorySpilledBytes)],
    ['spilled to disk', size(stage.diskSpilledBytes)],
  ];
}

export function sqlFacts({ result }: RunIndex, index: number, details: QueryDetails | undefined): Fact[] {
  const execution = result.sqlExecutions[index];
  if (execution === undefined) return [];
  return [
    ['failure', execution.errorMessage],
    ...span(execution.startMs, execution.endMs, execution.endInferred),
    ['jobs', formatCount(execution.jobIds.length)],
    ['description', execution.description],
    ['called from', details?.callSite],
    [
      'plan replaced while running',
      details === undefined || details.planChanges === 0 ? undefined : `${details.planChanges} times`,
    ],
    ...planFacts(details?.plan),
  ];
}

/** What the last plan of a query did: its nodes by kind, what it read and what its joins made. */
function planFacts(plan: QueryDetails['plan']): Fact[] {
  if (plan === undefined) return [];
  const rows = (count: number | undefined) => (count === undefined ? undefined : `${formatCount(count)} rows`);
  const joined = (parts: readonly (string | undefined)[]) => parts.filter((part) => part !== undefined).join(', ');
  return [
    [
      'plan',
      `${formatCount(plan.nodeCount)} nodes: ${plan.nodeKinds.map(([kind, count]) => `${count} ${kind}`).join(', ')}`,
    ],
    ...plan.scans.map((scan, i): Fact => [
      `scan ${i + 1}`,
      joined([
        scan.text,
        scan.filesRead === undefined ? undefined : `${formatCount(scan.filesRead)} files`,
        scan.bytesRead === undefined ? undefined : formatBytes(scan.bytesRead),
        rows(scan.rowsRead),
        scan.rowsKept === undefined ? undefined : `${formatCount(scan.rowsKept)} kept by its filter`,
      ]),
    ]),
    ...plan.joins.map((join, i): Fact => [
      `join ${i + 1}`,
      `${join.text}: ${join.rowsIn.map(formatCount).join(' and ')} rows in, ${formatCount(join.rowsOut)} out`,
    ]),
  ];
}

export function batchFacts(index: RunIndex, place: number): Fact[] {
  const batch = index.batches[place];
  if (batch === undefined) return [];
  const phases = Object.entries(batch.phaseMs).filter(([name, ms]) => name !== 'triggerExecution' && ms > 0);
  return [
    ['query', batch.query],
    ...span(batch.startMs, batch.endMs),
    ['input rows', formatCount(batch.inputRows)],
    ['rows per second in', formatCount(batch.inputRowsPerSecond)],
    ['rows per second done', formatCount(batch.processedRowsPerSecond)],
    ['not read yet', batch.backlog],
    ...phases.map(([name, ms]): Fact => [name, formatDuration(ms)]),
  ];
}

export function clusterFacts({ clusterEvents }: RunIndex, index: number): Fact[] {
  const event = clusterEvents[index];
  if (event === undefined) return [];
  return [
    ['when', formatOffset(event.timeMs)],
    ['executor', event.executorId],
    ['host', event.host],
    ['why', event.detail],
  ];
}

/** What the cluster's own logs tell, on the application's clock. */
export function clusterLogFacts({ result }: RunIndex, index: number): Fact[] {
  const event = result.clusterEvents?.[index];
  if (event === undefined) return [];
  const { startMs, endMs, place } = event;
  return [
    ['when', startMs < 0 ? `${formatDuration(-startMs)} before the start` : formatOffset(startMs)],
    ['lasted', endMs === undefined || endMs <= startMs ? undefined : formatDuration(endMs - startMs)],
    ['source', event.source],
    ['level', event.level],
    ['about', event.topic],
    ['executor', event.executorId],
    ['host', event.host],
    ['executors lost to', event.lossClass],
    ['outage of', event.outage],
    ['line', `${place.file}:${place.line}`],
  ];
}

export function executorFacts({ result }: RunIndex, id: string): Fact[] {
  const executor = result.executors.find((candidate) => candidate.id === id);
  if (executor === undefined) return [];
  const { removal } = executor;
  return [
    ['host', executor.host],
    ['cores', `${executor.cores}${executor.coresInferred ? ' (inferred)' : ''}`],
    ['tasks at once', formatCount(executor.slots)],
    ['added', `${formatOffset(executor.addedMs)}${executor.addedInferred ? ' (inferred)' : ''}`],
    ['removed', executor.removedMs === undefined ? 'stayed to the end' : formatOffset(executor.removedMs)],
    ['tasks', formatCount(executor.tasks)],
    ['why it went', removal && `${removal.class}, ${removal.confidence}: ${removal.because}`],
    ['Spark wrote', removal?.reason],
    ['exit code', removal?.exitCode?.toString()],
  ];
}

export function labelFacts(startMs: number, endMs: number): Fact[] {
  return span(startMs, endMs);
}

export function taskFacts(
  index: RunIndex,
  selection: Extract<Selection, { kind: 'task' }>,
  task: TaskDetails | undefined,
): Fact[] {
  const others =
    selection.others > 0 ? `${formatCount(selection.others)} shorter ones begin in the same pixel` : undefined;
  if (task === undefined) {
    return [
      ['outcome', taskLayers[selection.layer]],
      ...span(selection.startMs, selection.endMs),
      ['executor', selection.executorId],
      ['besides', others],
    ];
  }
  const { metrics } = task;
  const median = index.result.stages[task.stageAttempt]?.durationMs?.median;
  const against = median === undefined || median === 0 ? '' : ` (median of the stage ${formatDuration(median)})`;
  const scheduling = Math.max(
    0,
    task.durationMs -
      metrics.executorRunMs -
      metrics.executorDeserializeMs -
      metrics.resultSerializationMs -
      task.gettingResultMs,
  );
  return [
    ['outcome', task.reason],
    ['failure', task.failure],
    [
      'task',
      `${task.taskId}, index ${task.index}, attempt ${task.attempt}${task.speculative ? ', speculative copy' : ''}`,
    ],
    ['executor', `${task.executorId} on ${task.host}`],
    ['locality', task.locality],
    ['from', formatOffset(task.startMs)],
    ['length', `${formatDuration(task.durationMs)}${against}`],
    ...(task.hasMetrics ? metricFacts(task, scheduling) : [['metrics', 'none were reported'] as Fact]),
    ['besides', others],
  ];
}

function metricFacts({ metrics, gettingResultMs, durationMs }: TaskDetails, schedulingMs: number): Fact[] {
  const share = durationMs > 0 ? ` (${formatShare(metrics.jvmGcMs / durationMs)})` : '';
  return [
    ['CPU', length(metrics.executorCpuNs / 1e6)],
    ['garbage collection', metrics.jvmGcMs > 0 ? `${formatDuration(metrics.jvmGcMs)}${share}` : undefined],
    ['waiting for shuffle data', length(metrics.shuffleFetchWaitMs)],
    ['writing shuffle data', length(metrics.shuffleWriteNs / 1e6)],
    ['deserialising', length(metrics.executorDeserializeMs)],
    ['serialising the result', length(metrics.resultSerializationMs)],
    ['fetching the result', length(gettingResultMs)],
    ['scheduling', length(schedulingMs)],
    ['input', size(metrics.inputBytes)],
    ['shuffle read, remote', size(metrics.shuffleRemoteBytesRead)],
    ['shuffle read, local', size(metrics.shuffleLocalBytesRead)],
    ['shuffle written', size(metrics.shuffleBytesWritten)],
    ['output', size(metrics.outputBytes)],
    ['spilled from memory', size(metrics.memoryBytesSpilled)],
    ['spilled to disk', size(metrics.diskBytesSpilled)],
    ['peak execution memory', size(metrics.peakExecutionMemoryBytes)],
    ['peak heap of the JVM', size(metrics.peakJvmHeapBytes)],
  ];
}

export function areaFacts(area: AreaTotals): Fact[] {
  const lengthMs = area.endMs - area.startMs;
  const idleMs = Math.max(0, area.slotMs - area.taskMs);
  return [
    ['length', formatDuration(lengthMs)],
    ['tasks', formatCount(area.tasks)],
    ['failed', area.failedTasks > 0 ? formatCount(area.failedTasks) : undefined],
    ['killed', area.killedTasks > 0 ? formatCount(area.killedTasks) : undefined],
    ['slots offered', `${formatDuration(area.slotMs)} of core time`],
    [
      'used by tasks',
      area.slotMs > 0
        ? `${formatDuration(area.taskMs)} (${formatShare(Math.min(1, area.taskMs / area.slotMs))})`
        : formatDuration(area.taskMs),
    ],
    ['idle', area.slotMs > 0 ? `${formatDuration(idleMs)} (${formatShare(idleMs / area.slotMs)})` : undefined],
    ['tasks at once, mean', lengthMs > 0 ? (area.taskMs / lengthMs).toFixed(1) : undefined],
    ['garbage collection', length(area.gcMs)],
    ['read', size(area.readBytes)],
    ['written', size(area.writtenBytes)],
    ['spilled', size(area.spilledBytes)],
  ];
}
