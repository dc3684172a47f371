import { formatDuration, plural, type Check, type Comparison, type JobCheck, type Judgement } from '@cinderlog/core';
import { escapeText } from '../../terminal/escape.ts';
import { padStart, wrap, wrapBehind } from '../../terminal/fit.ts';
import type { Page, Paint } from '../../terminal/page.ts';
import { heading } from '../text/heading.ts';
import type { CheckReport } from './check-report.ts';
import { suppressedSection } from '../text/suppressed.ts';
import { renderTable } from '../text/table.ts';
import { describeCause, describePlanChange, describeSetting, formatChange, labelName, statusWords } from './words.ts';

/** Rows of each list; the JSON has all. */
const mostRows = 8;
/** Changes below this share of the difference are only in the JSON. */
const leastShare = 0.02;

/** The report for a terminal or a pipe. */
export function renderCheckText(report: CheckReport, page: Page): string {
  const blocks = report.jobs.map((job) => jobBlock(job, report.kind, page).join('\n'));
  const suppressed = suppressedSection(report.suppressedFindings, page);
  if (suppressed.length > 0) blocks.push(suppressed.join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

function jobBlock(job: JobCheck, kind: CheckReport['kind'], page: Page): string[] {
  const { comparison } = job;
  const title = page.colors.bold(escapeText(job.job));
  const runs = job.runs.map(({ id, durationMs }) => `${id ?? 'run'} (${formatDuration(durationMs)})`).join(', ');
  const against = comparison === undefined ? '' : ` against ${plural(comparison.knownRuns, 'run')}`;
  const verdict = kind === 'compare' ? (comparison?.verdict ?? '') : statusWords[job.status];
  const lines = [
    `${title}: ${paintOf(job.status, page)(verdict)}`,
    ...wrap(escapeText(`${runs}${against}`), page.width),
    ...(kind === 'check' ? ['', ...checkLines(job.checks, page)] : compareLines(job, page)),
  ];
  if (comparison !== undefined) lines.push(...explanationLines(comparison, page));
  return lines;
}

function compareLines({ checks }: JobCheck, page: Page): string[] {
  const telling = checks.filter(({ id, status }) => id.startsWith('baseline') || status !== 'passed');
  const sentence = ({ title, because }: Check) => escapeText(`${title}: ${because}`);
  return ['', ...telling.flatMap((check) => wrapBehind('- ', sentence(check), page.width))];
}

function checkLines(checks: readonly Check[], page: Page): string[] {
  const order = { failed: 0, warned: 1, passed: 2 };
  return [...checks]
    .sort((a, b) => order[a.status] - order[b.status])
    .flatMap((check) => {
      const mark = paintOf(check.status, page)(markOf(check.status));
      return wrapBehind(`${mark} `, `${escapeText(check.title)}: ${escapeText(check.because)}`, page.width);
    });
}

function markOf(status: Check['status']): string {
  return { passed: 'ok  ', warned: 'warn', failed: 'FAIL' }[status];
}

function paintOf(status: Check['status'], { colors }: Page): Paint {
  return { passed: colors.green, warned: colors.yellow, failed: colors.red }[status];
}

function explanationLines({ explanation, working }: Comparison, page: Page): string[] {
  if (explanation === undefined) return [];
  const { changeMs, causes, ledger, stages, plans, settings } = explanation;
  const from = `${formatDuration(explanation.knownMs)} to ${formatDuration(explanation.freshMs)}`;
  const big = (value: number) => Math.abs(value) >= Math.max(50, leastShare * Math.abs(changeMs));
  const lines = ['', heading(`What changed: ${from}, ${formatChange(changeMs)}`, page)];
  const shown = causes.filter((cause) => big(cause.changeMs)).slice(0, mostRows);
  for (const cause of shown) {
    lines.push(
      ...wrapBehind(`${padStart(formatChange(cause.changeMs), 9)}  `, escapeText(describeCause(cause)), page.width),
    );
  }
  const rest = changeMs - shown.reduce((sum, cause) => sum + cause.changeMs, 0);
  if (rest !== 0) lines.push(`${padStart(formatChange(rest), 9)}  all else`);
  if (working !== undefined) lines.push(...wrap(spreadSentence(working), page.width));
  const rows = ledger.filter((line) => big(line.changeMs)).slice(0, mostRows);
  if (rows.length > 0) {
    lines.push('', heading('Ledger', page), ...ledgerTable(rows, page));
  }
  const changed = stages.filter(({ known, fresh }) => big(fresh.durationMs - known.durationMs)).slice(0, mostRows);
  if (changed.length > 0) lines.push('', heading('Stages', page), ...stageTable(changed, page));
  if (plans.length > 0) {
    lines.push('', heading('Plans', page));
    for (const plan of plans.slice(0, mostRows)) {
      const text = `${plan.name}: ${describePlanChange(plan)} (${formatDuration(plan.knownMs)} to ${formatDuration(plan.durationMs)})`;
      lines.push(...wrapBehind('  ', escapeText(text), page.width));
    }
  }
  if (settings.length > 0) {
    lines.push('', heading('Settings and versions', page));
    for (const setting of settings.slice(0, 2 * mostRows)) {
      lines.push(...wrapBehind('  ', escapeText(describeSetting(setting)), page.width));
    }
  }
  return lines;
}

/** How much runs differ by themselves, as far as this was reckoned with. */
export function spreadSentence({ spread, method, knownRuns }: Judgement): string {
  const percent = (100 * (Math.exp(spread) - 1)).toFixed(0);
  if (knownRuns === 1) return `One run cannot tell how much runs vary: ${percent} % were taken, and a wide band.`;
  const test = method === 'rank-sum' ? 'exact rank-sum test' : 'moderated t test';
  return `Runs of this job vary by ${percent} % by themselves, as far as the baseline tells (${test}).`;
}

function ledgerTable(rows: NonNullable<Comparison['explanation']>['ledger'], page: Page): string[] {
  return renderTable(
    rows,
    [
      { head: 'time under', cell: ({ label }) => labelName(label), least: 12 },
      { head: 'before', cell: ({ knownMs }) => formatDuration(knownMs), align: 'right' },
      { head: 'now', cell: ({ freshMs }) => formatDuration(freshMs), align: 'right' },
      { head: 'change', cell: ({ changeMs }) => formatChange(changeMs), align: 'right' },
    ],
    page,
  );
}

function stageTable(rows: NonNullable<Comparison['explanation']>['stages'], page: Page): string[] {
  return renderTable(
    rows,
    [
      { head: 'stage', cell: ({ name }) => name, least: 20, cut: 'middle' },
      { head: 'of', cell: ({ within }) => within ?? '', least: 14, cut: 'middle', dropOrder: 1 },
      { head: 'before', cell: ({ known }) => formatDuration(known.durationMs), align: 'right' },
      { head: 'now', cell: ({ fresh }) => formatDuration(fresh.durationMs), align: 'right' },
      {
        head: 'tasks',
        cell: ({ known, fresh }) =>
          known.tasks === fresh.tasks ? `${fresh.tasks}` : `${known.tasks} → ${fresh.tasks}`,
        align: 'right',
        dropOrder: 3,
      },
      {
        head: 'median task',
        cell: ({ known, fresh }) => `${formatDuration(known.medianTaskMs)} → ${formatDuration(fresh.medianTaskMs)}`,
        align: 'right',
        dropOrder: 2,
      },
      {
        head: 'longest',
        cell: ({ known, fresh }) => `${formatDuration(known.longestTaskMs)} → ${formatDuration(fresh.longestTaskMs)}`,
        align: 'right',
        dropOrder: 4,
      },
    ],
    page,
  );
}
