/** How a cell is to be felt: bad in red, a warning in yellow, known and harmless in a calm colour. */
export type Tone = 'bad' | 'warning' | 'calm';

/** One column of a table. Cells come as they are in the result: whoever shows them makes them safe and fits them. */
export interface Column<Row> {
  readonly head: string;
  cell(row: Row): string;
  readonly align?: 'left' | 'right';
  /** May shrink to this many columns of text; a column without it keeps its natural width. */
  readonly least?: number;
  readonly cut?: 'end' | 'middle';
  /** Where there is no room, the columns with the highest number go first; without one a column stays. */
  readonly dropOrder?: number;
  tone?(row: Row): Tone | undefined;
}

/** Rows of a result with the columns to show of them, the same for every format. */
export interface Table<Row> {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
}
