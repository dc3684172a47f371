import type { Page, Paint } from '../../terminal/page.ts';
import { shareCells } from '../../terminal/share-cells.ts';

/** One segment of a bar. */
export interface BarPart {
  readonly ms: number;
  /** The letter that finds the part in the legend, on paper and for eyes that mix up colours. */
  readonly key: string;
  readonly shade: 0 | 1 | 2;
  readonly paint: Paint;
}

/** A horizontal bar that fills exactly `width` columns: `A░░░░B░░C▒D███████`. A segment begins with its letter. */
export function stackedBar(parts: readonly BarPart[], width: number, page: Page): string {
  const cells = shareCells(
    parts.map((part) => part.ms),
    width,
  );
  return parts.map((part, i) => drawPart(part, cells[i] ?? 0, page)).join('');
}

function drawPart(part: BarPart, cells: number, page: Page): string {
  if (cells <= 0) return '';
  const { shades } = page.symbols;
  // In colour, all segments are solid, with the letter cut out of them.
  const rest = (page.colored ? shades[2] : shades[part.shade]).repeat(cells - 1);
  return part.paint(page.colors.inverse(part.key)) + (rest === '' ? '' : part.paint(rest));
}

/** A, B, … Z, a, … for the parts of one bar. */
export function keyOf(index: number): string {
  return 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'.charAt(index) || '?';
}
