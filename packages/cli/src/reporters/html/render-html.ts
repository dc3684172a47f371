import {
  formatDuration,
  formatUtc,
  plural,
  resultElementId,
  summariesElementId,
  type Result,
  type RunPage,
} from '@cinderlog/core';
import { version } from '../../version.ts';
import type { Reporter } from '../report-context.ts';
import { clusterEventsTable } from '../tables/cluster-events.ts';
import { configurationTable } from '../tables/configuration.ts';
import { executorsTable } from '../tables/executors.ts';
import { failedJobsTable, taskFailuresTable } from '../tables/failures.ts';
import { jobRemarks, jobRunTables } from '../tables/job-runs.ts';
import { sqlTable } from '../tables/sql.ts';
import { stagesTable } from '../tables/stages.ts';
import { streamingTable } from '../tables/streaming.ts';
import { summaryTable } from '../tables/summary.ts';
import { suppressedLine, suppressedOf, suppressedTitle } from '../suppressed.ts';
import type { SuppressedFinding } from '../check/check-report.ts';
import { clusterRemarks } from '../text/cluster.ts';
import { qualityRemarks, qualityVerdict } from '../text/quality.ts';
import { describeEnd, firstThing, ledgerSentence } from '../text/verdict.ts';
import { embedJson } from './embedded.ts';
import { findingArticle } from './finding-article.ts';
import { foldedTable, htmlTable } from './html-table.ts';
import { digest, interactiveParts, type Interactive } from './interactive.ts';
import { markup, Markup } from './markup.ts';
import { ledgerBar } from './ledger-bar.ts';
import { style } from './style.ts';
import { timelineSvg } from './timeline-svg.ts';
import { whereItRan } from '../where-it-ran.ts';

/** Longer tables slow a browser down; the document inside the page holds all rows. */
const mostRows = 500;
/** Findings beyond these are in the list; the picture would become all rows. */
const mostFindingRows = 10;

export const renderHtml: Reporter = (results, { pages = results.map((result) => ({ result })), several }) =>
  renderPage(pages, { several, opensTimeline: false });

interface PageContext {
  /** Several logs were asked for, even if only one could be read. */
  readonly several: boolean;
  /** The interactive timeline is what the page shows first. */
  readonly opensTimeline: boolean;
}

/**
 * One file that shows the report in any browser, from disk and without a network; its policy lets in its own style, and where it holds
 * timelines the program that shows them, by their hashes and nothing else. All can be read without that program. The result
 * document is inside, so that the page can be given to `report`, `compare` and `view` again.
 */
export function renderPage(pages: readonly RunPage[], context: PageContext): string {
  const bare = layOut(pages, context, undefined);
  if (pages.every(({ packed }) => packed === undefined)) return bare;
  return layOut(pages, context, interactiveParts(pages, style, Buffer.byteLength(bare)));
}

function layOut(
  pages: readonly RunPage[],
  { several, opensTimeline }: PageContext,
  interactive: Interactive | undefined,
): string {
  const results = pages.map(({ result }) => result);
  const timelines = pages.map(({ packed }) => packed !== undefined);
  const [only] = results;
  const isOne = results.length === 1 && only !== undefined;
  const title = isOne ? (only.application.name ?? 'Unnamed application') : `${results.length} applications`;
  const body = isOne
    ? applicationPart(only, 1, 'a1', timelines[0] === true ? 1 : undefined)
    : severalParts(results, timelines);
  const policy = `default-src 'none'; ${interactive?.policy ?? `style-src '${digest(style)}'`}; base-uri 'none'; form-action 'none'`;
  const summaries = pages.map(({ summary }) => summary ?? null);
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="generator" content="cinderlog ${version}" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title} · cinderlog</title>
        <style id="report-style">${new Markup(style)}</style>
        ${interactive?.style}
      </head>
      <body data-opens="${opensTimeline ? 'timeline' : 'report'}">
        <main id="report">
          ${body}
          <p class="muted small">Made by cinderlog ${version}. <code>cinderlog report</code> opens this file again.</p>
        </main>
        ${interactive === undefined ? '' : markup`<div id="app" hidden></div>`}
        ${embedJson(resultElementId, several ? results : results[0])}
        ${summaries.some((summary) => summary !== null) ? embedJson(summariesElementId, summaries) : ''}
        ${interactive?.end}
      </body>
    </html> `;
  return page.text;
}

function severalParts(results: readonly Result[], timelines: readonly boolean[]): Markup {
  const table = summaryTable(results);
  return markup`<h1>${table.title}</h1>
    ${htmlTable(table)}
    <p class="muted small">${table.legend}</p>
    ${results.map((result, i) => applicationPart(result, 2, `a${i + 1}`, timelines[i] === true ? i + 1 : undefined))}`;
}

/**
 * The report on one application; `level` is that of its heading, `id` begins every id in it, and `timeline` is the number of
 * its interactive timeline, where there is one.
 */
function applicationPart(result: Result, level: 1 | 2, id: string, timeline: number | undefined): Markup {
  const { application, counts, findings } = result;
  const section = (title: string): Markup => (level === 1 ? markup`<h2>${title}</h2>` : markup`<h3>${title}</h3>`);
  const name = application.name ?? 'Unnamed application';
  const end = describeEnd(result);
  const first = firstThing(result);
  const jobRuns = jobRunTables(result);
  const remarks = [
    ...qualityRemarks(result),
    ...jobRuns.flatMap((run) => run.remarks),
    ...jobRemarks(result),
    ...clusterRemarks(result),
  ];
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
      ${whereItRan(result)}
    </p>
    <p class="verdict">${ledgerSentence(result)}</p>
    ${first === undefined ? '' : markup`<p class="first"><strong>Look first at finding 1:</strong> ${first}</p>`}
    ${timeline === undefined ? '' : timelineButton(timeline, name)} ${section('Where the time went')}${ledgerBar(result)}
    ${section('Timeline')}
    <div class="picture" ${timeline === undefined ? '' : new Markup(`data-timeline="${timeline}"`)}>
      ${timelineSvg(result, findings.slice(0, mostFindingRows))}
    </div>
    ${section('Findings, worst first')}${findings.length === 0 ? markup`<p>Nothing stands out.</p>` : ''}
    ${findings.map((finding, i) => findingArticle(finding, i + 1, application.durationMs, level + 2, `${id}-f${i + 1}`, timeline))}
    ${suppressedPart(suppressedOf(result))} ${section('Tables')}
    ${foldedTable(stagesTable(result), mostRows)}${foldedTable(failedJobsTable(result), mostRows)}${foldedTable(taskFailuresTable(result), mostRows)}
    ${foldedTable(executorsTable(result), mostRows)}${foldedTable(sqlTable(result), mostRows)}${foldedTable(streamingTable(result), mostRows)}
    ${jobRuns.map(({ table }) => foldedTable(table, mostRows))}
    ${foldedTable(clusterEventsTable(result, true), mostRows)} ${foldedTable(configurationTable(result), Infinity)} ${section('How far to trust this')}
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

/** Shown by the program of the page: without it, nothing would happen. */
function timelineButton(timeline: number, name: string): Markup {
  return markup`<p class="needs-script" hidden>
    <a class="button" href="#timeline=${timeline}">Open the interactive timeline<span class="only-heard"> of ${name}</span></a>
    <span class="muted small">every lane, task and finding, to zoom and search</span>
  </p>`;
}
