import type { Result } from '@cinderlog/core';
import { wrap } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';
import { clusterSection } from './cluster.ts';
import { coreTimeSection } from './core-time.ts';
import type { ReportContext } from '../report-context.ts';
import { configurationTable } from '../tables/configuration.ts';
import { executorsTable } from '../tables/executors.ts';
import { failedJobsTable, taskFailuresTable } from '../tables/failures.ts';
import { sqlTable } from '../tables/sql.ts';
import { stagesTable } from '../tables/stages.ts';
import { streamingTable } from '../tables/streaming.ts';
import { summaryTable } from '../tables/summary.ts';
import type { Extent, TableName } from './extent.ts';
import { chooseFindings, findingsSection } from './findings.ts';
import { firstStepsSection } from './first-steps.ts';
import { suppressedOf } from '../suppressed.ts';
import { heading } from './heading.ts';
import { jobRunsSection } from './job-runs.ts';
import { listing } from './listing.ts';
import { openingSection } from './opening.ts';
import { qualitySection } from './quality.ts';
import { suppressedSection } from './suppressed.ts';
import { timelineSection } from './timeline.ts';
import { wallClockSection } from './wall-clock.ts';

/** The report for a terminal: the page of an application, or a table of several, with the page of each when asked for. */
export function renderText(results: readonly Result[], { extent, page, each }: ReportContext): string {
  const [only] = results;
  if (results.length === 1 && only !== undefined) return joinSections(sectionsOf(only, extent, page));
  const table = summaryTable(results);
  const legend = wrap(table.legend, page.width).map((line) => page.colors.dim(line));
  const summary = [...listing(table, Infinity, page), ...legend];
  if (!each && !extent.all && extent.tables.size === 0 && !extent.evidence) {
    return joinSections([summary, ['One of these logs alone gives its report; --each gives the report of each.']]);
  }
  const pages = results.map((result, i) =>
    joinSections([[heading(`Application ${i + 1} of ${results.length}`, page)], ...sectionsOf(result, extent, page)]),
  );
  return [joinSections([summary]), ...pages].join('\n\n');
}

function sectionsOf(result: Result, extent: Extent, page: Page): string[][] {
  if (extent.all) return everything(result, extent, page);
  return extent.tables.size > 0 ? tablesOf(result, extent, page) : firstPage(result, extent, page);
}

/** What happened and what was found: the same whatever follows. */
function overview(result: Result, shown: ReturnType<typeof chooseFindings>, extent: Extent, page: Page): string[][] {
  return [
    openingSection(result, page),
    wallClockSection(result, page),
    timelineSection(result, shown, page),
    findingsSection(result, shown, extent, page),
    clusterSection(result, extent, page),
    jobRunsSection(result, extent, page),
  ];
}

/** What to know, then what to do: on a terminal, the last lines are where the eye lands. */
function firstPage(result: Result, extent: Extent, page: Page): string[][] {
  const shown = chooseFindings(result, extent);
  return [
    ...overview(result, shown, extent, page),
    suppressedSection(suppressedOf(result), page),
    qualitySection(result, page),
    moreSection(result, extent, page),
    firstStepsSection(result, shown, page),
  ];
}

/** Which flags would show something of this application. */
function moreSection({ sqlExecutions, streamingQueries }: Result, extent: Extent, page: Page): string[] {
  const tables = ['--stages', '--executors'];
  if (sqlExecutions.length > 0) tables.push('--sql');
  if (streamingQueries !== undefined) tables.push('--streaming');
  const evidence = extent.evidence
    ? 'cinderlog show <log> <file>:<line> prints an event'
    : '--evidence: each number with its line in the log';
  const more = `More: ${[...tables, '--config'].join(', ')}, --all; ${evidence}.`;
  return wrap(more, page.width).map((line) => page.colors.dim(line));
}

/** Only the tables asked for, below the lines that say which application this is. */
function tablesOf(result: Result, extent: Extent, page: Page): string[][] {
  const sections = [openingSection(result, page)];
  if (extent.tables.has('findings')) {
    sections.push(
      findingsSection(result, chooseFindings(result, extent), extent, page),
      suppressedSection(suppressedOf(result), page),
    );
  }
  for (const name of ['stages', 'executors', 'sql', 'streaming', 'config'] as const) {
    if (!extent.tables.has(name)) continue;
    const tables = tablesByName[name](result, extent.rows, page).filter((lines) => lines.length > 0);
    sections.push(...(tables.length > 0 ? tables : [[`There is no ${nameless[name]} in this log.`]]));
  }
  return sections;
}

const nameless = {
  stages: 'stage',
  executors: 'executor',
  sql: 'SQL execution',
  streaming: 'streaming query',
  config: 'configuration',
} as const satisfies Record<Exclude<TableName, 'findings'>, string>;

const tablesByName: Record<keyof typeof nameless, (result: Result, rows: number, page: Page) => string[][]> = {
  stages: (result, rows, page) => [
    listing(stagesTable(result), rows, page),
    listing(failedJobsTable(result), rows, page),
    listing(taskFailuresTable(result), rows, page),
  ],
  executors: (result, rows, page) => [listing(executorsTable(result), rows, page), coreTimeSection(result, page)],
  sql: (result, rows, page) => [listing(sqlTable(result), rows, page)],
  streaming: (result, rows, page) => [listing(streamingTable(result), rows, page)],
  // All of it: the property that would be cut off is the one that was looked for.
  config: (result, _rows, page) => [listing(configurationTable(result), Infinity, page)],
};

function everything(result: Result, extent: Extent, page: Page): string[][] {
  const shown = chooseFindings(result, extent);
  return [
    ...overview(result, shown, extent, page),
    ...Object.values(tablesByName).flatMap((tables) => tables(result, extent.rows, page)),
    suppressedSection(suppressedOf(result), page),
    qualitySection(result, page),
    firstStepsSection(result, shown, page),
  ];
}

function joinSections(sections: readonly (readonly string[])[]): string {
  const blocks = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${blocks.join('\n\n')}\n`;
}
