import type { Result } from '@cinderlog/core';
import { escapeText } from '../../terminal/escape.ts';
import { wrapBehind } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';
import { jobRemarks, jobRunTables } from '../tables/job-runs.ts';
import type { Extent } from './extent.ts';
import { listing } from './listing.ts';

/** The job run that the application worked for: its tasks with their phases, and which of them decided when it ended. */
export function jobRunsSection(result: Result, extent: Extent, page: Page): string[] {
  const say = (remarks: readonly string[]) =>
    remarks.flatMap((remark) => wrapBehind(`${page.symbols.dot} `, escapeText(remark), page.width));
  const lines = jobRunTables(result).flatMap(({ table, remarks }, index) => [
    ...(index > 0 ? [''] : []),
    ...listing(table, extent.rows, page),
    ...say(remarks),
  ]);
  return [...lines, ...say(jobRemarks(result))];
}
