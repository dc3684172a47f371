import type { Result, RunPage } from '@cinderlog/core';
import type { Page } from '../terminal/page.ts';
import type { Extent } from './text/extent.ts';

/** What a reporter is told besides the results. */
export interface ReportContext {
  readonly page: Page;
  readonly extent: Extent;
  /** Several logs were found, even if only one could be read: machines get a list. */
  readonly several: boolean;
  /** A page for each of several applications, not only the table of all. */
  readonly each: boolean;
  /** Written to a terminal rather than into a pipe or a file. */
  readonly forEyes: boolean;
  /** What a page in one file holds besides each result, in the same order. */
  readonly pages?: readonly RunPage[];
}

export type Reporter = (results: readonly Result[], context: ReportContext) => string;
