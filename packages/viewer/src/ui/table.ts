/** A column of a {@link VirtualTable}. */
export interface Column<Row> {
  readonly title: string;
  /** What it is sorted by. */
  readonly value: (row: Row) => number | string;
  readonly text: (row: Row) => string;
  /** CSS width, as a part of what is left or fixed. */
  readonly width: string;
  readonly isNumber?: boolean;
  readonly isBad?: (row: Row) => boolean;
}
