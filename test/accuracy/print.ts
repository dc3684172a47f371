import type { Table } from './tables.ts';
import type { Accuracy } from './tally.ts';

/** A table in columns of equal width. */
export function printTable({ title, rows }: Table): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return [title, ...lines.map((line) => `  ${line}`.trimEnd())].join('\n');
}

/** A table for a Markdown page. */
export function markdownTable({ title, rows: [head = [], ...body] }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [`### ${title}`, '', line(head), line(head.map(() => '---')), ...body.map(line), ''].join('\n');
}

/** What was wrong in which run. Never printed for held-out runs unless asked for: they are not to be tuned on. */
export function printMistakes({ set, details }: Accuracy): string {
  const classes = (what: string, scores: Accuracy['details']['gaps']) =>
    scores
      .filter((score) => !score.correct || score.certainButWrong)
      .map(
        (score) =>
          `${score.run}: ${what} ${score.truth}, reported ${score.reported}${score.certainButWrong ? ' (certain)' : ''}`,
      );
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const lines = [
    ...classes('removal', details.removals),
    ...classes('gap', details.gaps),
    ...details.kinds
      .filter((score) => score.outcome !== 'found')
      .map(
        (score) => `${score.run}: ${score.kind} ${score.outcome}${score.certain ? ' (certain)' : ''}, ${score.what}`,
      ),
    ...details.prices.map(
      (price) =>
        `${price.run}: ${price.kinds.join('+')} priced ${seconds(price.pricedMs)}, truly ${seconds(price.trueMs)}` +
        ` (${price.error >= 0 ? '+' : ''}${Math.round(100 * price.error)} %)`,
    ),
  ];
  return [`Single runs, ${set}`, ...lines.map((line) => `  ${line}`)].join('\n');
}
