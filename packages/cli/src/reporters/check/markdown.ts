import { formatDuration, plural, type Check, type Comparison, type JobCheck } from '@cinderlog/core';
import type { CheckReport } from './check-report.ts';
import { escapeMarkdown } from '../markdown/escape-markdown.ts';
import { suppressedList } from '../markdown/render-markdown.ts';
import { spreadSentence } from './text.ts';
import { describeCause, describePlanChange, describeSetting, formatChange, labelName, nameStage } from './words.ts';

const marks = { passed: '✅', warned: '⚠️', failed: '❌' } as const;
const mostRows = 8;

/** For a comment on a pull request or a job summary. The first line lets a bot find its own comment again. */
export function renderCheckMarkdown(report: CheckReport): string {
  return `${['<!-- cinderlog -->', ...report.jobs.flatMap((job) => [jobSection(job, report.kind), '']), suppressedList(report.suppressedFindings)].join('\n').trimEnd()}\n`;
}

function jobSection(job: JobCheck, kind: CheckReport['kind']): string {
  const order = { failed: 0, warned: 1, passed: 2 };
  const checks = [...job.checks].sort((a, b) => order[a.status] - order[b.status]);
  const runs = job.runs.map(({ durationMs }) => formatDuration(durationMs)).join(', ');
  const against = job.comparison === undefined ? '' : ` against ${plural(job.comparison.knownRuns, 'run')}`;
  const verdict = kind === 'compare' && job.comparison !== undefined ? `: ${job.comparison.verdict}` : '';
  return [
    `### ${marks[job.status]} ${escapeMarkdown(job.job)}${verdict}`,
    '',
    `${plural(job.runs.length, 'run')} of ${runs}${against}`,
    '',
    ...checkTable(checks),
    ...(job.comparison?.explanation === undefined ? [] : explanation(job.comparison)),
  ].join('\n');
}

function checkTable(checks: readonly Check[]): string[] {
  return [
    '| | check | outcome |',
    '|---|---|---|',
    ...checks.map(
      ({ status, title, because }) => `| ${marks[status]} | ${escapeMarkdown(title)} | ${escapeMarkdown(because)} |`,
    ),
  ];
}

function explanation({ explanation: difference, working }: Comparison): string[] {
  if (difference === undefined) return [];
  const { changeMs, causes, ledger, stages, plans, settings } = difference;
  const shown = causes.slice(0, mostRows);
  const rest = changeMs - shown.reduce((sum, cause) => sum + cause.changeMs, 0);
  const lines = [
    '',
    `**What changed: ${formatDuration(difference.knownMs)} to ${formatDuration(difference.freshMs)}, ${formatChange(changeMs)}**`,
    '',
    ...shown.map((cause) => `- ${formatChange(cause.changeMs)}: ${escapeMarkdown(describeCause(cause))}`),
    ...(rest === 0 ? [] : [`- ${formatChange(rest)}: all else`]),
    ...(working === undefined ? [] : ['', spreadSentence(working)]),
    '',
    '<details><summary>Ledger, stages, plans and settings</summary>',
    '',
    '| time under | before | now | change |',
    '|---|--:|--:|--:|',
    ...ledger.map(
      ({ label, knownMs, freshMs, changeMs: change }) =>
        `| ${escapeMarkdown(labelName(label))} | ${formatDuration(knownMs)} | ${formatDuration(freshMs)} | ${formatChange(change)} |`,
    ),
    '',
    '| stage | before | now | longest task before | now |',
    '|---|--:|--:|--:|--:|',
    ...stages
      .slice(0, mostRows)
      .map((stage) =>
        [
          `| ${escapeMarkdown(nameStage(stage))}`,
          formatDuration(stage.known.durationMs),
          formatDuration(stage.fresh.durationMs),
          formatDuration(stage.known.longestTaskMs),
          `${formatDuration(stage.fresh.longestTaskMs)} |`,
        ].join(' | '),
      ),
    '',
    ...plans
      .slice(0, mostRows)
      .map((plan) => `- plan of ${escapeMarkdown(plan.name)}: ${escapeMarkdown(describePlanChange(plan))}`),
    ...settings.slice(0, 2 * mostRows).map((setting) => `- ${escapeMarkdown(describeSetting(setting))}`),
    '',
    '</details>',
  ];
  return lines;
}
