/** How much a finding matters. */
export const severities = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** From a tenth of the run on a finding is the first thing to fix; below a hundredth it is not worth an engineer's day. */
const criticalShare = 0.1;
const warningShare = 0.01;

/** Severity by the share of the run that was lost. */
export function severityOfShare(lostMs: number, runMs: number): Severity {
  const share = runMs > 0 ? lostMs / runMs : 0;
  if (share >= criticalShare) return 'critical';
  return share >= warningShare ? 'warning' : 'info';
}
