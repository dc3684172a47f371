import type { Table } from '../tables/table.ts';
import { markup, type Markup } from './markup.ts';

/** A table; columns in which no row has anything to say are left out. */
export function htmlTable<Row>({ title, rows, columns }: Table<Row>, mostRows = Infinity): Markup {
  const shown = rows.slice(0, mostRows);
  const filled = columns.filter((column) => shown.some((row) => column.cell(row) !== ''));
  return markup`<div class="wide" role="group" tabindex="0" aria-label="${title}">
    <table>
      <thead>
        <tr>
          ${filled.map(
            ({ head, align }) => markup`<th scope="col" class="${align === 'right' ? 'number' : ''}">${head}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          (row) =>
            markup`<tr>
              ${filled.map((column) => {
                const classes = [column.align === 'right' ? 'number' : '', column.tone?.(row) ?? ''].filter(
                  (name) => name !== '',
                );
                return markup`<td class="${classes.join(' ')}">${column.cell(row)}</td>`;
              })}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A table that opens on a click; nothing when there is no row. */
export function foldedTable<Row>(table: Table<Row>, mostRows: number): Markup {
  const { title, rows } = table;
  if (rows.length === 0) return markup``;
  const count = rows.length > mostRows ? ` (${mostRows} of ${rows.length})` : ` (${rows.length})`;
  return markup`<details>
    <summary>${title}${count}</summary>
    ${htmlTable(table, mostRows)}
  </details>`;
}
