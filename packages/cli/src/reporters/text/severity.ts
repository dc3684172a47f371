import type { ResultFinding } from '@cinderlog/core';
import type { Page, Paint } from '../../terminal/page.ts';

/** The colour of a severity; its mark and word say the same without colour. */
export function severityPaint(severity: ResultFinding['severity'], page: Page): Paint {
  switch (severity) {
    case 'critical':
      return page.colors.red;
    case 'warning':
      return page.colors.yellow;
    case 'info':
      return page.colors.cyan;
  }
}
