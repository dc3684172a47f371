import type { Result } from '@cinderlog/core';

/** The share of what executors offered that was idle or thrown away, 0 to 1; nothing without executors. */
export function wasteRatio({ ledger }: Result): number | undefined {
  const offeredMs = ledger.coreTime.reduce((sum, { ms }) => sum + ms, 0);
  if (offeredMs <= 0) return undefined;
  const wastedMs = ledger.coreTime.reduce(
    (sum, { label, ms }) => sum + (label === 'thrown-away' || label.startsWith('idle') ? ms : 0),
    0,
  );
  return wastedMs / offeredMs;
}
