import { describe, expect, it } from 'vitest';
import { widthOf } from '../../terminal/fit.ts';
import { newPage } from '../../terminal/page.ts';
import type { Column } from '../tables/table.ts';
import { renderTable } from './table.ts';

interface Row {
  readonly name: string;
  readonly count: string;
  readonly note: string;
}

const columns: Column<Row>[] = [
  { head: 'name', cell: ({ name }) => name, least: 6 },
  { head: 'count', cell: ({ count }) => count, align: 'right' },
  { head: 'note', cell: ({ note }) => note, dropOrder: 1 },
];

describe('tables', () => {
  it('align numbers to the right and leave no space at line ends', () => {
    const lines = renderTable(
      [
        { name: 'a', count: '7', note: 'x' },
        { name: 'bcdef', count: '1,234', note: '' },
      ],
      columns,
      newPage(80, false, true),
    );
    expect(lines).toEqual(['name   count  note', 'a          7  x', 'bcdef  1,234']);
  });

  it('leave out a column in which no row says anything', () => {
    const lines = renderTable([{ name: 'a', count: '7', note: '' }], columns, newPage(80, false, true));
    expect(lines[0]).toBe('name  count');
  });

  it('shrink names first, then drop the least important column', () => {
    const rows = [{ name: 'a very long name indeed', count: '12', note: 'n'.repeat(30) }];
    // 48 columns, less 30 for the note, 5 for the count and two gaps of 2, leave 9 for the name.
    expect(renderTable(rows, columns, newPage(48, false, true))[1]).toBe(`a very l…     12  ${'n'.repeat(30)}`);
    expect(renderTable(rows, columns, newPage(30, false, true))[0]).toBe('name                     count');
  });

  it.each([24, 40, 79])('never exceed %d columns, with any script and with breaks in the cells', (width) => {
    const rows = [{ name: '日本語の長い名前😀😀', count: '1', note: 'line one\nline two\u001b[2J' }];
    for (const line of renderTable(rows, columns, newPage(width, true, true))) {
      expect(widthOf(line)).toBeLessThanOrEqual(width);
      expect(line).not.toContain('\u001b[2J');
    }
  });
});
