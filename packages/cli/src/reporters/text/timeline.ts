import { formatCount, isDriverId, type Result, type ResultFinding } from '@cinderlog/core';
import { padStart, widthOf } from '../../terminal/fit.ts';
import type { Page, Paint } from '../../terminal/page.ts';
import { areaChart, resample, sparkline } from './area-chart.ts';
import { heading } from './heading.ts';
import { severityPaint } from './severity.ts';
import { columnOf, timeAxis } from './time-axis.ts';

const chartRows = 4;
/** Room for a label and, where there is one, a number behind it. */
const labelWidth = 18;
/** Findings whose spans overlap go to rows of their own, up to this many. */
const mostFindingRows = 3;
/** Less of the slot time waiting for the driver is not drawn. */
const leastMarkedShare = 0.05;
/** Planning the first query takes some seconds in any run: a row of its own for that says nothing. */
const leastBusyShare = 0.1;

/** The run from left to right: busy slots, executors, stretches without a task, incidents and the findings by number. */
export function timelineSection(result: Result, shown: readonly ResultFinding[], page: Page): string[] {
  const runMs = result.application.durationMs;
  if (runMs <= 0) return [];
  const { colors, symbols } = page;
  const columns = page.width - labelWidth - 1;
  const row = (label: string, value: string, marks: string) =>
    `${label}${padStart(value, labelWidth - 1 - widthOf(label))} ${colors.dim(symbols.axis)}${marks}`.trimEnd();
  return [
    heading('Timeline', page),
    `${' '.repeat(labelWidth + 1)}${colors.dim(timeAxis(runMs, columns))}`,
    ...slotRows(result, columns, page).map(([label, value, marks]) => row(label, value, marks)),
    ...executorRow(result, columns, page).map(([label, value, marks]) => row(label, value, marks)),
    ...driverRow(result, columns, page).map(([label, marks]) => row(label, '', marks)),
    ...markRows(result, columns, page).map(([label, marks]) => row(label, '', marks)),
    ...findingRows(shown, runMs, columns, page).map((marks, i) => row(i === 0 ? 'findings' : '', '', marks)),
  ];
}

function slotRows(result: Result, columns: number, page: Page): [string, string, string][] {
  const { bucketMs, runningTasks, slots } = result.activity;
  const runMs = result.application.durationMs;
  const most = slots.reduce((high, value) => Math.max(high, value), 0);
  if (most <= 0) return [];
  const used = resample(runningTasks, bucketMs, runMs, columns);
  const offered = resample(slots, bucketMs, runMs, columns);
  const { colors, symbols } = page;
  const labels = [
    'tasks',
    `${colors.green(symbols.heights.at(-1) ?? '')} running`,
    `${colors.gray(symbols.free)} free slot`,
    '',
  ];
  return areaChart(used, offered, most, chartRows, page).map((marks, i) => [
    labels[i] ?? '',
    i === 0 ? formatCount(most) : i === chartRows - 1 ? '0' : '',
    marks,
  ]);
}

function executorRow(result: Result, columns: number, page: Page): [string, string, string][] {
  const runMs = result.application.durationMs;
  const workers = result.executors.filter((executor) => !isDriverId(executor.id));
  if (workers.length === 0) return [];
  const columnMs = runMs / columns;
  const alive = Array.from({ length: columns }, (_, column) => {
    const atMs = (column + 0.5) * columnMs;
    return workers.filter(({ addedMs, removedMs }) => addedMs <= atMs && (removedMs ?? runMs) >= atMs).length;
  });
  const most = Math.max(1, ...alive);
  return [['executors', formatCount(most), page.colors.blue(sparkline(alive, most, page))]];
}

/** The share of slot time that waited for the driver, a full block for all of it; only when it was high for a good part of the run. */
function driverRow({ driver, application }: Result, columns: number, page: Page): [string, string][] {
  const busyMs = driver?.busy.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) ?? 0;
  if (driver === undefined || busyMs < leastBusyShare * application.durationMs) return [];
  const shares = resample(driver.waitingShare, driver.bucketMs, application.durationMs, columns);
  // A twentieth waits at nearly any time; marked, it would hide when it is high.
  const marked = shares.map((share) => (share < leastMarkedShare ? 0 : share));
  return [['waits for driver', page.colors.yellow(sparkline(marked, 1, page))]];
}

/** Rows that exist only when there is something to mark. */
function markRows(result: Result, columns: number, page: Page): [string, string][] {
  const runMs = result.application.durationMs;
  const { colors, symbols } = page;
  const gaps = result.findings
    .filter((finding) => finding.kind === 'execution-gap')
    .flatMap((finding) => finding.ranges);
  const gapCells = Array.from({ length: columns }, () => ' ');
  for (const { startMs, endMs } of gaps) {
    gapCells.fill(symbols.span, columnOf(startMs, runMs, columns), columnOf(endMs - 1, runMs, columns) + 1);
  }
  const incidentCells = Array.from({ length: columns }, () => ' ');
  for (const { removedMs, removal } of result.executors) {
    if (removedMs === undefined || removal === undefined || removal.class === 'shutdown') continue;
    incidentCells[columnOf(removedMs, runMs, columns)] = symbols.removal;
  }
  // A failed job outweighs an executor in the same cell.
  for (const { status, endMs } of result.jobs) {
    if (status === 'failed') incidentCells[columnOf(endMs, runMs, columns)] = symbols.failure;
  }
  const gone = incidentCells.includes(symbols.removal);
  const failed = incidentCells.includes(symbols.failure);
  const incidents =
    gone && failed
      ? `${symbols.removal} gone, ${symbols.failure} failed`
      : gone
        ? `${symbols.removal} executor gone`
        : `${symbols.failure} job failed`;
  const row = (label: string, cells: readonly string[], paint: Paint): [string, string][] => {
    const marks = cells.join('').trimEnd();
    return marks === '' ? [] : [[label, paint(marks)]];
  };
  return [...row('gaps', gapCells, colors.yellow), ...row(incidents, incidentCells, colors.red)];
}

interface FindingRow {
  readonly cells: string[];
  readonly taken: boolean[];
}

/**
 * Each finding as its number and a line as long as it lasted, on the first row that has room. Its further ranges stand on the same
 * row, as far as others leave room there.
 */
function findingRows(shown: readonly ResultFinding[], runMs: number, columns: number, page: Page): string[] {
  const rows: FindingRow[] = [];
  const placed: (FindingRow | undefined)[] = [];
  const draw = (row: FindingRow, index: number, { start, end }: Cells) => {
    const number = String(index + 1);
    const paint = severityPaint(shown[index]?.severity ?? 'info', page);
    row.taken.fill(true, start, end);
    row.cells.fill('', start, end);
    row.cells[start] = paint(number + page.symbols.span.repeat(end - start - number.length));
  };
  for (const [index, finding] of shown.entries()) {
    const [first] = cellsOf(finding, index, runMs, columns);
    if (first === undefined) continue;
    let row = rows.find((each) => hasRoom(each, first));
    if (row === undefined) {
      if (rows.length === mostFindingRows) continue;
      row = { cells: new Array<string>(columns).fill(' '), taken: new Array<boolean>(columns).fill(false) };
      rows.push(row);
    }
    placed[index] = row;
    draw(row, index, first);
  }
  for (const [index, finding] of shown.entries()) {
    const row = placed[index];
    for (const cells of cellsOf(finding, index, runMs, columns).slice(1)) {
      if (row !== undefined && hasRoom(row, cells)) draw(row, index, cells);
    }
  }
  return rows.map(({ cells }) => cells.join('').trimEnd());
}

/** From the first cell to before the last one. */
interface Cells {
  readonly start: number;
  readonly end: number;
}

/** The cells of each range, with room for the number of the finding. */
function cellsOf({ ranges }: ResultFinding, index: number, runMs: number, columns: number): Cells[] {
  const { length } = String(index + 1);
  return ranges.map(({ startMs, endMs }) => {
    const start = Math.min(columnOf(startMs, runMs, columns), columns - length);
    return { start, end: Math.max(start + length, columnOf(endMs - 1, runMs, columns) + 1) };
  });
}

function hasRoom({ taken }: FindingRow, { start, end }: Cells): boolean {
  return !taken.slice(start, end + 1).includes(true);
}
