import { formatDuration, formatShare, formatUtc, plural, type Result, type ResultFinding } from '@cinderlog/core';
import { factOf, placeOf } from '../facts.ts';
import { causeOf, whenAndCost } from '../finding-words.ts';
import type { ReportContext } from '../report-context.ts';
import { suppressedLine, suppressedOf, suppressedTitle } from '../suppressed.ts';
import type { SuppressedFinding } from '../check/check-report.ts';
import { clusterEventsTable } from '../tables/cluster-events.ts';
import { failedJobsTable, taskFailuresTable } from '../tables/failures.ts';
import { jobRemarks, jobRunTables } from '../tables/job-runs.ts';
import { stagesTable } from '../tables/stages.ts';
import { summaryTable } from '../tables/summary.ts';
import type { Table } from '../tables/table.ts';
import { clusterRemarks } from '../text/cluster.ts';
import { chooseFindings } from '../text/findings.ts';
import { labelWords, ledgerGroups } from '../text/ledger-words.ts';
import { isIncomplete } from '../incomplete.ts';
import { describeEnd, ledgerSentence } from '../text/verdict.ts';
import { codeSpan, escapeMarkdown } from './escape-markdown.ts';
import { whereItRan } from '../where-it-ran.ts';

const mostRuledOut = 2;
const severityMarks = { critical: '🔴', warning: '🟠', info: '🔵' } as const;

/** For tickets and pull requests: verdict, ledger, findings with what to do, and tables that open on a click. */
export function renderMarkdown(results: readonly Result[], context: ReportContext): string {
  const [only] = results;
  if (results.length === 1 && only !== undefined) return `${pageOf(only, context).join('\n\n')}\n`;
  const table = summaryTable(results);
  const blocks = [`# ${table.title}`, tableOf(table, Infinity), escapeMarkdown(table.legend)];
  return `${[...blocks, ...results.flatMap((result) => pageOf(result, context))].join('\n\n')}\n`;
}

function pageOf(result: Result, context: ReportContext): string[] {
  const { extent } = context;
  const shown = chooseFindings(result, extent);
  const jobRuns = jobRunTables(result);
  return [
    `## ${escapeMarkdown(result.application.name ?? 'Unnamed application')}`,
    identityOf(result),
    `**${escapeMarkdown(ledgerSentence(result))}**`,
    ...(isIncomplete(result) ? ['⚠️ The log is incomplete, so times and counts may be too low.'] : []),
    '### Where the time went',
    ledgerOf(result),
    `### Findings, worst first`,
    ...(shown.length === 0
      ? ['Nothing stands out.']
      : [shown.map((each) => findingOf(each, result, context)).join('\n')]),
    suppressedList(suppressedOf(result)),
    folded(stagesTable(result), extent.rows),
    folded(failedJobsTable(result), extent.rows),
    folded(taskFailuresTable(result), extent.rows),
    folded(clusterEventsTable(result, extent.all), extent.rows),
    // The title of a run holds its name, and a summary is markup in which Markdown's escapes would be shown.
    ...jobRuns.map(({ table }) => folded({ ...table, title: 'Job run' }, extent.rows)),
    [
      ...jobRuns.flatMap(({ table, remarks }) => [`${table.title}.`, ...remarks]),
      ...jobRemarks(result),
      ...clusterRemarks(result),
    ]
      .map((remark) => `- ${escapeMarkdown(remark)}`)
      .join('\n'),
  ].filter((block) => block !== '');
}

function identityOf(result: Result): string {
  const { application, counts } = result;
  return [
    codeSpan(application.id ?? 'no application id'),
    `Spark ${escapeMarkdown(application.sparkVersion ?? 'of unknown version')}`,
    `started ${formatUtc(application.startMs)}`,
    `ran ${formatDuration(application.durationMs)}`,
    escapeMarkdown(describeEnd(result).text),
    `${plural(counts.tasks, 'task')} on ${whereItRan(result)}`,
  ].join(' · ');
}

function ledgerOf({ ledger, application }: Result): string {
  const rows = ledgerGroups.flatMap(({ group, title }) => {
    const entries = ledger.wallClock.filter(({ label, ms }) => ms > 0 && labelWords[label].group === group);
    return entries.map(({ label, ms }) => ({ title, name: labelWords[label].name, ms }));
  });
  return tableOf(
    {
      title: '',
      rows,
      columns: [
        { head: 'while', cell: ({ title }) => title },
        { head: 'what', cell: ({ name }) => name },
        { head: 'time', cell: ({ ms }) => formatDuration(ms), align: 'right' },
        { head: 'share', cell: ({ ms }) => formatShare(ms / application.durationMs), align: 'right' },
      ],
    },
    Infinity,
  );
}

function findingOf(finding: ResultFinding, result: Result, { extent }: ReportContext): string {
  const facts = finding.evidence.map((fact) => {
    const place = extent.evidence && fact.source !== undefined ? ` (${codeSpan(placeOf(fact.source))})` : '';
    return escapeMarkdown(factOf(fact)) + place;
  });
  const advice = finding.advice.map(({ text, setting, value }) => {
    const words = escapeMarkdown(text);
    return setting === undefined
      ? words
      : `${words} ${codeSpan(value === undefined ? setting : `${setting}=${value}`)}`;
  });
  return [
    `1. ${severityMarks[finding.severity]} **${escapeMarkdown(finding.title)}** (${finding.severity}; ${whenAndCost(finding, result.application.durationMs).join(', ')})`,
    `   - Why: ${escapeMarkdown(causeOf(finding, mostRuledOut))}`,
    `   - Evidence: ${facts.join(' · ')}`,
    ...advice.map((words) => `   - **Do:** ${words}`),
  ].join('\n');
}

/** Findings that are known and accepted; empty when there are none. */
export function suppressedList(suppressed: readonly SuppressedFinding[]): string {
  if (suppressed.length === 0) return '';
  const lines = suppressed.map((each) => `- ${escapeMarkdown(suppressedLine(each))}`);
  return [`**${suppressedTitle(suppressed.length)}**`, '', ...lines].join('\n');
}

function folded<Row>(table: Table<Row>, mostRows: number): string {
  if (table.rows.length === 0) return '';
  const count = table.rows.length > mostRows ? ` (${mostRows} of ${table.rows.length})` : '';
  return `<details><summary>${table.title}${count}</summary>\n\n${tableOf(table, mostRows)}\n\n</details>`;
}

/** Columns in which no row has anything to say are left out. */
function tableOf<Row>({ rows, columns }: Table<Row>, mostRows: number): string {
  const shown = rows.slice(0, mostRows);
  const filled = columns.filter((column) => shown.some((row) => column.cell(row) !== ''));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(filled.map(({ head }) => escapeMarkdown(head))),
    line(filled.map(({ align }) => (align === 'right' ? '--:' : ':--'))),
    ...shown.map((row) => line(filled.map((column) => escapeMarkdown(column.cell(row))))),
  ].join('\n');
}
