/** The tables that a reader can ask for, each a flag of `report`. */
export const tableNames = ['findings', 'stages', 'executors', 'sql', 'streaming', 'config'] as const;
export type TableName = (typeof tableNames)[number];

/** How much of a result to show. */
export interface Extent {
  /** Rows per table. */
  readonly rows: number;
  /** Everything: all findings in full, every table, all rows. */
  readonly all: boolean;
  /** The tables asked for; with none, the page shows what to know first. */
  readonly tables: ReadonlySet<TableName>;
  /** Shows all facts of a finding, each with its place in the log. */
  readonly evidence: boolean;
  /** The text of a line of the log, where the log is at hand. */
  readonly lineAt?: ((file: string, line: number) => string | undefined) | undefined;
}
