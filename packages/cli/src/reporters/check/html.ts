import { formatDuration, plural, type JobCheck } from '@cinderlog/core';
import type { CheckReport } from './check-report.ts';
import { escapeXml } from './escape.ts';
import { suppressedLine, suppressedTitle } from '../suppressed.ts';
import { spreadSentence } from './text.ts';
import {
  describeCause,
  describePlanChange,
  describeSetting,
  formatChange,
  labelName,
  nameStage,
  statusWords,
} from './words.ts';

/** No script and nothing from elsewhere: the page can be opened from disk and attached to a ticket. */
const policy = "default-src 'none'; style-src 'unsafe-inline'";
const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; width: 100% }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884; overflow-wrap: anywhere }
td.n, th.n { text-align: right; white-space: nowrap }
.failed, .regressed { color: light-dark(#b00020, #ff8a80) } .warned { color: light-dark(#8a5a00, #ffd180) }
.passed, .improved { color: light-dark(#1b6e20, #a5d6a7) }`;

/** A single page for `--format html`. */
export function renderCheckHtml(report: CheckReport): string {
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>cinderlog ${report.kind}</title><style>${style}</style></head><body><main>`,
    `<h1>cinderlog ${report.kind}</h1>`,
    ...report.jobs.map((job) => section(job, report.kind)),
    ...suppressedPart(report.suppressedFindings),
    '</main></body></html>',
    '',
  ].join('\n');
}

function suppressedPart(suppressed: CheckReport['suppressedFindings']): string[] {
  if (suppressed.length === 0) return [];
  const items = suppressed.map((each) => `<li>${escapeXml(suppressedLine(each))}</li>`);
  return [`<section><h2>${suppressedTitle(suppressed.length)}</h2><ul>`, ...items, '</ul></section>'];
}

function section(job: JobCheck, kind: CheckReport['kind']): string {
  const { comparison } = job;
  const word = kind === 'compare' && comparison !== undefined ? comparison.verdict : statusWords[job.status];
  const runs = job.runs.map(({ id, durationMs }) => `${id ?? 'run'} (${formatDuration(durationMs)})`).join(', ');
  const against = comparison === undefined ? '' : ` against ${plural(comparison.knownRuns, 'run')}`;
  return [
    `<section><h2>${escapeXml(job.job)}: <span class="${kind === 'compare' ? word : job.status}">${escapeXml(word)}</span></h2>`,
    `<p>${escapeXml(runs + against)}</p>`,
    table(
      ['outcome', 'check', ''],
      job.checks.map(({ status, title, because }) => [
        `<td class="${status}">${statusWords[status]}</td>`,
        cell(title),
        cell(because),
      ]),
    ),
    ...difference(job),
    '</section>',
  ].join('\n');
}

function difference({ comparison }: JobCheck): string[] {
  const explanation = comparison?.explanation;
  if (explanation === undefined) return [];
  const { changeMs, knownMs, freshMs } = explanation;
  const list = (items: readonly string[]) => `<ul>${items.map((item) => `<li>${escapeXml(item)}</li>`).join('')}</ul>`;
  const blocks = [
    `<h3>What changed: ${formatDuration(knownMs)} to ${formatDuration(freshMs)}, ${formatChange(changeMs)}</h3>`,
    table(
      ['change', 'because'],
      explanation.causes.map((cause) => [number(formatChange(cause.changeMs)), cell(describeCause(cause))]),
    ),
    comparison?.working === undefined ? '' : `<p>${escapeXml(spreadSentence(comparison.working))}</p>`,
    '<h3>Ledger</h3>',
    table(
      ['time under', 'before', 'now', 'change'],
      explanation.ledger.map((line) => [
        cell(labelName(line.label)),
        ...[formatDuration(line.knownMs), formatDuration(line.freshMs), formatChange(line.changeMs)].map(number),
      ]),
    ),
    '<h3>Stages</h3>',
    table(
      ['stage', 'before', 'now', 'longest task before', 'now'],
      explanation.stages.map((stage) => [
        cell(nameStage(stage)),
        ...[stage.known.durationMs, stage.fresh.durationMs, stage.known.longestTaskMs, stage.fresh.longestTaskMs].map(
          (ms) => number(formatDuration(ms)),
        ),
      ]),
    ),
  ];
  if (explanation.plans.length > 0) {
    blocks.push('<h3>Plans</h3>', list(explanation.plans.map((plan) => `${plan.name}: ${describePlanChange(plan)}`)));
  }
  if (explanation.settings.length > 0) {
    blocks.push('<h3>Settings and versions</h3>', list(explanation.settings.map(describeSetting)));
  }
  return blocks;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text) => `<th>${escapeXml(text)}</th>`).join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.map((row) => `<tr>${row.join('')}</tr>`).join('\n')}</tbody></table>`;
}

function cell(text: string): string {
  return `<td>${escapeXml(text)}</td>`;
}

function number(text: string): string {
  return `<td class="n">${escapeXml(text)}</td>`;
}
