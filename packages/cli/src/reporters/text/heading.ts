import type { Page } from '../../terminal/page.ts';
import { cutEnd, widthOf } from '../../terminal/fit.ts';

/** The title of a section, with a rule to the right edge. */
export function heading(title: string, page: Page): string {
  const { colors, symbols, width } = page;
  const fitted = cutEnd(title, width, symbols.ellipsis);
  const ruleWidth = width - widthOf(fitted) - 1;
  return colors.bold(fitted) + (ruleWidth > 0 ? ` ${colors.dim(symbols.rule.repeat(ruleWidth))}` : '');
}
