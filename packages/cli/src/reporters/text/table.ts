import CliTable from 'cli-table3';
import { escapeText } from '../../terminal/escape.ts';
import { cutEnd, cutMiddle, padEnd, padStart, widthOf } from '../../terminal/fit.ts';
import type { Page, Paint } from '../../terminal/page.ts';
import type { Column, Tone } from '../tables/table.ts';

interface FittedColumn<Row> {
  readonly column: Column<Row>;
  readonly cells: readonly string[];
  width: number;
}

const gap = '  ';

/** A table without borders, no wider than the page. Columns in which no row has anything to say are left out. */
export function renderTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[], page: Page): string[] {
  const fitted = fitColumns(rows, columns, page);
  const head = fitted.map(({ column, width }) =>
    page.colors.dim(align(column, fit(column, column.head, width, page), width)),
  );
  const table = new CliTable({
    chars: borderless,
    // Its own colours would also go into pipes.
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  table.push(head);
  for (const [i, row] of rows.entries()) {
    table.push(
      fitted.map(({ column, cells, width }) => {
        const text = align(column, fit(column, cells[i] ?? '', width, page), width);
        return paintOf(column.tone?.(row), page)(text);
      }),
    );
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

function paintOf(tone: Tone | undefined, { colors }: Page): Paint {
  switch (tone) {
    case 'bad':
      return colors.red;
    case 'warning':
      return colors.yellow;
    case 'calm':
      return colors.cyan;
    case undefined:
      return String;
  }
}

function fitColumns<Row>(rows: readonly Row[], columns: readonly Column<Row>[], page: Page): FittedColumn<Row>[] {
  let fitted = columns
    .map((column): FittedColumn<Row> => {
      const cells = rows.map((row) => escapeText(column.cell(row)));
      return { column, cells, width: Math.max(widthOf(column.head), ...cells.map(widthOf)) };
    })
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const widthWhenShrunk = () =>
    fitted.reduce(
      (sum, { column, width }) => sum + Math.min(width, column.least ?? width),
      gap.length * (fitted.length - 1),
    );
  while (widthWhenShrunk() > page.width) {
    const next = Math.max(...fitted.map(({ column }) => column.dropOrder ?? 0));
    if (next === 0) break;
    fitted = fitted.filter(({ column }) => column.dropOrder !== next);
  }
  shrink(fitted, page.width);
  return fitted;
}

/** Takes from the widest shrinkable column, one column of text at a time, until all fit. */
function shrink<Row>(fitted: FittedColumn<Row>[], pageWidth: number): void {
  let excess = fitted.reduce((sum, { width }) => sum + width, gap.length * (fitted.length - 1)) - pageWidth;
  for (; excess > 0; excess--) {
    const widest = fitted
      .filter(({ column, width }) => column.least !== undefined && width > column.least)
      .sort((a, b) => b.width - a.width)[0];
    if (widest === undefined) return;
    widest.width--;
  }
}

function fit<Row>(column: Column<Row>, text: string, width: number, page: Page): string {
  const { ellipsis } = page.symbols;
  return column.cut === 'middle' ? cutMiddle(text, width, ellipsis) : cutEnd(text, width, ellipsis);
}

function align<Row>(column: Column<Row>, text: string, width: number): string {
  return column.align === 'right' ? padStart(text, width) : padEnd(text, width);
}

const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: gap,
};
