import type { Result } from '@cinderlog/core';
import type { Page } from '../../terminal/page.ts';
import { beside } from './beside.ts';
import { clusterSection } from './cluster.ts';
import { coreTimeSection } from './core-time.ts';
import { removedExecutorsSection } from './executors.ts';
import { failuresSection } from './failures.ts';
import { chooseFindings, findingsSection } from './findings.ts';
import { heading } from './heading.ts';
import type { Extent } from './listing.ts';
import { jobRunsSection } from './job-runs.ts';
import { openingSection } from './opening.ts';
import { qualitySection } from './quality.ts';
import { stagesSection } from './stages.ts';
import { streamsSection } from './streams.ts';
import { summarySection } from './summary.ts';
import { timelineSection } from './timeline.ts';
import { legendWidth, wallClockSection } from './wall-clock.ts';

const columnGap = 4;
/** From here on there is room for a second column. */
const leastWideWidth = 110;

/** The report for a terminal: one page per log, behind a table of all when there are several. */
export function renderText(results: readonly Result[], extent: Extent, page: Page): string {
  if (results.length === 1) return results.map((result) => joinSections(sectionsOf(result, extent, page))).join('');
  const summary = joinSections([summarySection(results, page)]);
  const pages = results.map((result, i) =>
    joinSections([[heading(`Log ${i + 1} of ${results.length}`, page)], ...sectionsOf(result, extent, page)]),
  );
  return [summary, ...pages].join('\n\n');
}

/** What to act on comes first, tables to look things up in last. */
function sectionsOf(result: Result, extent: Extent, page: Page): string[][] {
  const shown = chooseFindings(result, extent.all);
  const isWide = page.width >= leastWideWidth;
  return [
    openingSection(result, page),
    isWide ? ledgersSideBySide(result, page) : wallClockSection(result, page),
    timelineSection(result, shown, page),
    findingsSection(result, shown, extent.all, page),
    isWide ? [] : coreTimeSection(result, page),
    removedExecutorsSection(result, extent, page),
    streamsSection(result, extent, page),
    clusterSection(result, extent, page),
    jobRunsSection(result, extent, page),
    stagesSection(result, extent, page),
    failuresSection(result, extent, page),
    qualitySection(result, page),
  ];
}

/** The core-time ledger fits to the right of the wall-clock ledger's legend, and saves lines. */
function ledgersSideBySide(result: Result, page: Page): string[] {
  const [title = '', bar = '', ...legend] = wallClockSection(result, page);
  const rightAt = legendWidth + columnGap;
  const coreTime = coreTimeSection(result, { ...page, width: page.width - rightAt });
  return [title, bar, ...beside(legend, coreTime, rightAt)];
}

function joinSections(sections: readonly (readonly string[])[]): string {
  const blocks = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${blocks.join('\n\n')}\n`;
}
