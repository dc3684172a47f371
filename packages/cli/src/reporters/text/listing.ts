import { formatCount } from '@cinderlog/core';
import type { Page } from '../../terminal/page.ts';
import type { Table } from '../tables/table.ts';
import { heading } from './heading.ts';
import { renderTable } from './table.ts';

/** A titled table of the first rows, which says how many there are. Nothing at all when there is no row. */
export function listing<Row>({ title, rows, columns }: Table<Row>, mostRows: number, page: Page): string[] {
  if (rows.length === 0) return [];
  const shown = rows.slice(0, mostRows);
  const isCut = shown.length < rows.length;
  const count = isCut ? ` (${formatCount(shown.length)} of ${formatCount(rows.length)})` : '';
  const more = isCut ? [page.colors.dim(`--top ${rows.length} shows all.`)] : [];
  return [heading(title + count, page), ...renderTable(shown, columns, page), ...more];
}
