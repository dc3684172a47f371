import { formatBytes, formatCount, formatDuration, type Result } from '@cinderlog/core';
import type { Page } from '../../terminal/page.ts';
import { listing, type Extent } from './listing.ts';
import type { Column } from './table.ts';

type Stage = Result['stages'][number];

/** The stages that took longest, with how evenly their tasks ran. */
export function stagesSection(result: Result, extent: Extent, page: Page): string[] {
  const lengthMs = (stage: Stage) => stage.endMs - stage.startMs;
  const longest = result.stages.filter(({ tasks }) => tasks.ended > 0).sort((a, b) => lengthMs(b) - lengthMs(a));
  return listing('Longest stages, with the times of their tasks', longest, columns(page), extent, page);
}

function columns(page: Page): Column<Stage>[] {
  const quantile = (key: keyof NonNullable<Stage['durationMs']>, dropOrder?: number): Column<Stage> => ({
    head: key === 'median' ? 'med' : key,
    cell: ({ durationMs }) => (durationMs === undefined ? '' : formatDuration(durationMs[key])),
    align: 'right',
    ...(dropOrder !== undefined && { dropOrder }),
  });
  return [
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
      paint: ({ tasks }) => (tasks.failed > 0 ? page.colors.red : undefined),
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
}

function bytesOrNothing(bytes: number): string {
  return bytes > 0 ? formatBytes(bytes) : '';
}

function countOrNothing(count: number): string {
  return count > 0 ? formatCount(count) : '';
}
