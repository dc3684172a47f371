import {
  formatCount,
  formatDuration,
  formatOffset,
  isDriverId,
  plural,
  type Result,
  type ResultFinding,
} from '@cinderlog/core';
import { scaleLinear } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import { roundTimes } from '../text/time-axis.ts';
import { markup, type Markup } from './markup.ts';

const width = 1000;
const labelsEnd = 110;
const chartTop = 26;
const chartHeight = 90;
const rowHeight = 22;
/** Labels of the time axis need about this much room. */
const leastTickSpacing = 90;
/** Shorter spans are drawn as long as this, so that they can be seen. */
const leastSpanWidth = 4;

/** The run from left to right: running tasks in the slots on offer, executors, gaps, incidents and findings by number. */
export function timelineSvg(result: Result, shown: readonly ResultFinding[]): Markup {
  const runMs = result.application.durationMs;
  if (runMs <= 0) return markup``;
  const x = scaleLinear([0, runMs], [labelsEnd, width - 4]);
  const rows = [executorRow(result, x), gapRow(result, x), incidentRow(result, x), ...findingRows(shown, x)].filter(
    (row) => row !== undefined,
  );
  const firstRow = chartTop + chartHeight + 8;
  const height = firstRow + rows.length * rowHeight + 4;
  const ticks = roundTimes(runMs, leastTickSpacing / (width - labelsEnd));
  return markup`<div class="chart" role="group" tabindex="0" aria-label="Timeline">
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${describe(result, shown)}">
      ${ticks.map(
        (ms) =>
          markup`<line class="grid" x1="${r(x(ms))}" x2="${r(x(ms))}" y1="18" y2="${height - 4}" /><text
              class="axis"
              x="${r(x(ms) + 3)}"
              y="13"
              >${ms === 0 ? '0' : formatDuration(ms)}</text
            >`,
      )}
      ${slotChart(result, x)}
      ${rows.map(
        ({ label, marks }, i) =>
          markup`<g transform="translate(0 ${firstRow + i * rowHeight})"><text x="0" y="14">${label}</text>${marks}</g>`,
      )}
    </svg>
  </div>`;
}

type Scale = (ms: number) => number;
interface Row {
  readonly label: string;
  readonly marks: readonly Markup[];
}

function slotChart({ activity, application }: Result, x: Scale): Markup {
  const { bucketMs, runningTasks, slots } = activity;
  const most = slots.reduce((high, value) => Math.max(high, value), 0);
  if (most <= 0) return markup``;
  const y = scaleLinear([0, most], [chartTop + chartHeight, chartTop]);
  // The last value is repeated at the end, so that its step has a length.
  const points = (values: readonly number[]): [number, number][] => [
    ...values.map((value, i): [number, number] => [Math.min(i * bucketMs, application.durationMs), value]),
    [application.durationMs, values.at(-1) ?? 0],
  ];
  const shape = area()
    .x(([ms]) => r(x(ms)))
    .y0(r(y(0)))
    .y1(([, value]) => r(y(value)))
    .curve(curveStepAfter);
  return markup`<text x="0" y="${chartTop + 12}">tasks</text
    ><text class="axis" x="${labelsEnd - 6}" y="${chartTop + 10}" text-anchor="end">${formatCount(most)}</text>
    <rect class="running" x="0" y="${chartTop + 24}" width="10" height="10" /><text x="15" y="${chartTop + 33}"
      >running</text
    >
    <rect class="offered" x="0" y="${chartTop + 42}" width="10" height="10" /><text x="15" y="${chartTop + 51}"
      >free slots</text
    >
    <path class="offered" d="${shape(points(slots)) ?? ''}" /><path
      class="running"
      d="${shape(points(runningTasks)) ?? ''}"
    />`;
}

function executorRow({ executors, application }: Result, x: Scale): Row | undefined {
  const workers = executors.filter(({ id }) => !isDriverId(id));
  if (workers.length === 0) return undefined;
  const changes = workers
    .flatMap(({ addedMs, removedMs }) => [
      { ms: addedMs, by: 1 },
      ...(removedMs === undefined ? [] : [{ ms: removedMs, by: -1 }]),
    ])
    .sort((a, b) => a.ms - b.ms);
  let alive = 0;
  const counts = changes.map(({ ms, by }): [number, number] => [ms, (alive += by)]);
  const most = counts.reduce((high, [, count]) => Math.max(high, count), 1);
  const y = scaleLinear([0, most], [rowHeight - 4, 3]);
  const steps: [number, number][] = [[0, 0], ...counts, [application.durationMs, alive]];
  const path = line()
    .x(([ms]) => r(x(ms)))
    .y(([, count]) => r(y(count)))
    .curve(curveStepAfter);
  return {
    label: `executors (${formatCount(most)})`,
    marks: [markup`<path class="executors" d="${path(steps) ?? ''}" />`],
  };
}

function gapRow({ findings }: Result, x: Scale): Row | undefined {
  const gaps = findings.filter(({ kind }) => kind === 'execution-gap').flatMap(({ ranges }) => ranges);
  if (gaps.length === 0) return undefined;
  return { label: 'gaps', marks: gaps.map(({ startMs, endMs }) => span('gap', x(startMs), x(endMs))) };
}

function incidentRow({ executors, jobs }: Result, x: Scale): Row | undefined {
  const gone = executors.flatMap(({ removedMs, removal }) =>
    removedMs === undefined || removal === undefined || removal.class === 'shutdown' ? [] : [removedMs],
  );
  const failed = jobs.filter(({ status }) => status === 'failed').map(({ endMs }) => endMs);
  if (gone.length + failed.length === 0) return undefined;
  return {
    label: failed.length === 0 ? '× executor gone' : gone.length === 0 ? '! job failed' : '× gone, ! failed',
    marks: [
      ...gone.map((ms) => markup`<path class="incident" d="M${r(x(ms) - 5)} 4l10 10m0 -10l-10 10" />`),
      ...failed.map((ms) => markup`<path class="incident" d="M${r(x(ms))} 2v9m0 3v3" />`),
    ],
  };
}

/** Each finding on a row of its own, so that none covers another. */
function findingRows(shown: readonly ResultFinding[], x: Scale): Row[] {
  return shown.flatMap(({ ranges, severity }, i) =>
    ranges.length === 0
      ? []
      : [
          {
            label: `finding ${i + 1}`,
            marks: ranges.map(({ startMs, endMs }) => span(`span-${severity}`, x(startMs), x(endMs))),
          },
        ],
  );
}

function span(kind: string, start: number, end: number): Markup {
  return markup`<rect
    class="${kind}"
    x="${r(start)}"
    y="4"
    width="${r(Math.max(leastSpanWidth, end - start))}"
    height="10"
    rx="2"
  />`;
}

function describe({ application, executors }: Result, shown: readonly ResultFinding[]): string {
  const where = shown
    .map(({ ranges }, i) => `finding ${i + 1} from ${formatOffset(ranges[0]?.startMs ?? 0)}`)
    .join(', ');
  const workers = executors.filter(({ id }) => !isDriverId(id)).length;
  return `Timeline of ${formatDuration(application.durationMs)} with ${plural(workers, 'executor')}${where === '' ? '' : `: ${where}`}.`;
}

function r(value: number): number {
  return Math.round(value * 100) / 100;
}
