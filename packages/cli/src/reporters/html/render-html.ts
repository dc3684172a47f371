import { createHash } from 'node:crypto';
import { formatDuration, formatUtc, plural, resultElementId, type Result } from '@cinderlog/core';
import { escapeJson } from '../../terminal/escape.ts';
import { version } from '../../version.ts';
import type { ReportContext } from '../report-context.ts';
import { configurationTable } from '../tables/configuration.ts';
import { executorsTable } from '../tables/executors.ts';
import { failedJobsTable, taskFailuresTable } from '../tables/failures.ts';
import { sqlTable } from '../tables/sql.ts';
import { stagesTable } from '../tables/stages.ts';
import { streamingTable } from '../tables/streaming.ts';
import { summaryTable } from '../tables/summary.ts';
import { suppressedLine, suppressedOf, suppressedTitle } from '../suppressed.ts';
import type { SuppressedFinding } from '../check/check-report.ts';
import { qualityRemarks, qualityVerdict } from '../text/quality.ts';
import { describeEnd, firstThing, ledgerSentence } from '../text/verdict.ts';
import { findingArticle } from './finding-article.ts';
import { foldedTable, htmlTable } from './html-table.ts';
import { markup, Markup } from './markup.ts';
import { ledgerBar } from './ledger-bar.ts';
import { style } from './style.ts';
import { timelineSvg } from './timeline-svg.ts';

/** Longer tables slow a browser down; the document inside the page holds all rows. */
const mostRows = 500;
/** Findings beyond these are in the list; the picture would become all rows. */
const mostFindingRows = 10;

/**
 * One file that shows the report in any browser, from disk and without a network: no script, and a policy that forbids
 * everything but its own style. The result document is inside, so that the page can be given to `report` again.
 */
export function renderHtml(results: readonly Result[], { several }: ReportContext): string {
  const [only] = results;
  const isOne = results.length === 1 && only !== undefined;
  const title = isOne ? (only.application.name ?? 'Unnamed application') : `${results.length} applications`;
  const body = isOne ? applicationPart(only, 1, 'a1') : severalParts(results);
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="generator" content="cinderlog ${version}" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title} · cinderlog</title>
        <style>${new Markup(style)}</style>
      </head>
      <body>
        <main>
          ${body}
          <p class="muted small">Made by cinderlog ${version}. <code>cinderlog report</code> opens this file again.</p>
        </main>
        <script type="application/json" id="${resultElementId}">${embedded(several ? results : results[0])}</script>
      </body>
    </html> `;
  return page.text;
}

/** JSON that cannot end its element: inside strings, `\u003c` means the same as `<`. */
function embedded(value: unknown): Markup {
  return new Markup(escapeJson(JSON.stringify(value)).replaceAll('<', String.raw`\u003c`));
}

function severalParts(results: readonly Result[]): Markup {
  const table = summaryTable(results);
  return markup`<h1>${table.title}</h1>
    ${htmlTable(table)}
    <p class="muted small">${table.legend}</p>
    ${results.map((result, i) => applicationPart(result, 2, `a${i + 1}`))}`;
}

/** The report on one application; `level` is that of its heading, and `id` begins every id in it. */
function applicationPart(result: Result, level: 1 | 2, id: string): Markup {
  const { application, counts, findings } = result;
  const section = (title: string): Markup => (level === 1 ? markup`<h2>${title}</h2>` : markup`<h3>${title}</h3>`);
  const name = application.name ?? 'Unnamed application';
  const end = describeEnd(result);
  const first = firstThing(result);
  const remarks = qualityRemarks(result);
  return markup`<section id="${id}">
    ${level === 1 ? markup`<h1>${name}</h1>` : markup`<h2>${name}</h2>`}
    <p class="muted small">
      <span class="mono">${application.id ?? 'no application id'}</span> · Spark
      ${application.sparkVersion ?? 'of unknown version'} · started ${formatUtc(application.startMs)} ·
      <span class="mono">${application.log}</span>
    </p>
    <p>
      ran ${formatDuration(application.durationMs)} · <span class="${end.good ? 'good' : 'bad'}">${end.text}</span> ·
      ${plural(counts.tasks, 'task')} in ${plural(counts.stageAttempts, 'stage run')} on
      ${plural(counts.executorsAdded, 'executor')}
    </p>
    <p class="verdict">${ledgerSentence(result)}</p>
    ${first === undefined ? '' : markup`<p class="first"><strong>Look first at finding 1:</strong> ${first}</p>`}
    ${section('Where the time went')}${ledgerBar(result)}
    ${section('Timeline')}${timelineSvg(result, findings.slice(0, mostFindingRows))}
    ${section('Findings, worst first')}${findings.length === 0 ? markup`<p>Nothing stands out.</p>` : ''}
    ${findings.map((finding, i) => findingArticle(finding, i + 1, application.durationMs, level + 2, `${id}-f${i + 1}`))}
    ${suppressedPart(suppressedOf(result))} ${section('Tables')}
    ${foldedTable(stagesTable(result), mostRows)}${foldedTable(failedJobsTable(result), mostRows)}${foldedTable(taskFailuresTable(result), mostRows)}
    ${foldedTable(executorsTable(result), mostRows)}${foldedTable(sqlTable(result), mostRows)}${foldedTable(streamingTable(result), mostRows)}
    ${foldedTable(configurationTable(result), Infinity)} ${section('How far to trust this')}
    <p>${qualityVerdict(result)}</p>
    ${
      remarks.length === 0
        ? ''
        : markup`<ul>
            ${remarks.map((remark) => markup`<li>${remark}</li>`)}
          </ul>`
    }
  </section>`;
}

/** Findings that are known and accepted; empty when there are none. */
function suppressedPart(suppressed: readonly SuppressedFinding[]): Markup | string {
  if (suppressed.length === 0) return '';
  return markup`<p><strong>${suppressedTitle(suppressed.length)}</strong></p>
    <ul>
      ${suppressed.map((each) => markup`<li>${suppressedLine(each)}</li>`)}
    </ul>`;
}
