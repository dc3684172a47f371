import { formatBytes, formatCount, formatDuration, type Result } from '@cinderlog/core';
import type { Column, Table } from './table.ts';

type Stage = Result['stages'][number];

/** The stages that took longest, with how evenly their tasks ran. */
export function stagesTable(result: Result): Table<Stage> {
  const lengthMs = (stage: Stage) => stage.endMs - stage.startMs;
  const longest = result.stages.filter(({ tasks }) => tasks.ended > 0).sort((a, b) => lengthMs(b) - lengthMs(a));
  return { title: 'Longest stages, with the times of their tasks', rows: longest, columns };
}

const quantile = (key: keyof NonNullable<Stage['durationMs']>, dropOrder?: number): Column<Stage> => ({
  head: key === 'median' ? 'med' : key,
  cell: ({ durationMs }) => (durationMs === undefined ? '' : formatDuration(durationMs[key])),
  align: 'right',
  ...(dropOrder !== undefined && { dropOrder }),
});

const columns: readonly Column<Stage>[] = [
  {
    head: 'stage',
    cell: (stage) => `${stage.stageId}${stage.attemptId > 0 ? `.${stage.attemptId}` : ''}`,
    align: 'right',
  },
  { head: 'name', cell: ({ name }) => name ?? '', least: 20, cut: 'middle' },
  { head: 'took', cell: ({ startMs, endMs }) => formatDuration(endMs - startMs), align: 'right' },
  { head: 'tasks', cell: ({ tasks }) => formatCount(tasks.ended), align: 'right' },
  quantile('min', 4),
  quantile('p25', 6),
  quantile('median', 1),
  quantile('p75', 6),
  quantile('max'),
  {
    head: 'failed',
    cell: ({ tasks }) => countOrNothing(tasks.failed),
    align: 'right',
    dropOrder: 1,
    tone: ({ tasks }) => (tasks.failed > 0 ? 'bad' : undefined),
  },
  { head: 'input', cell: ({ inputBytes }) => bytesOrNothing(inputBytes), align: 'right', dropOrder: 5 },
  {
    head: 'shuffle in',
    cell: ({ shuffleReadBytes }) => bytesOrNothing(shuffleReadBytes),
    align: 'right',
    dropOrder: 3,
  },
  { head: 'out', cell: ({ shuffleWriteBytes }) => bytesOrNothing(shuffleWriteBytes), align: 'right', dropOrder: 3 },
  { head: 'spill', cell: ({ diskSpilledBytes }) => bytesOrNothing(diskSpilledBytes), align: 'right', dropOrder: 2 },
];

function bytesOrNothing(bytes: number): string {
  return bytes > 0 ? formatBytes(bytes) : '';
}

function countOrNothing(count: number): string {
  return count > 0 ? formatCount(count) : '';
}
