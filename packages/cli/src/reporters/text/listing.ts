import { formatCount } from '@cinderlog/core';
import type { Page } from '../../terminal/page.ts';
import { heading } from './heading.ts';
import { renderTable, type Column } from './table.ts';

/** How many rows tables may have, and whether everything was asked for. */
export interface Extent {
  readonly rows: number;
  readonly all: boolean;
}

/** A titled table of the first rows, which says how many there are. Nothing at all when there is no row. */
export function listing<Row>(
  title: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  extent: Extent,
  page: Page,
): string[] {
  if (rows.length === 0) return [];
  const shown = rows.slice(0, extent.rows);
  const count = shown.length < rows.length ? ` (${formatCount(shown.length)} of ${formatCount(rows.length)})` : '';
  return [heading(title + count, page), ...renderTable(shown, columns, page)];
}
