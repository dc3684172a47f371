import type { Facts } from '../../derive/facts.ts';
import { shareClaims } from '../../derive/share-claims.ts';
import type { Finding, PricedFinding } from '../types.ts';

/**
 * Counts the costs of all findings side by side. Wall-clock time is split where findings overlap (`shareClaims`); core time
 * shrinks with it, and is scaled down once more when the findings together claim more slot-time than executors offered.
 */
export function priceTogether(facts: Facts, findings: readonly Finding[]): PricedFinding[] {
  const shares = shareClaims(
    findings.map(({ cost, ranges }) => ({ ms: cost.wallClockMs, ranges, measured: cost.basis !== 'bound' })),
    facts.model.application.durationMs,
  );
  const coreMs = findings.map(({ cost }, index) => {
    const share = shares[index];
    const kept = share !== undefined && share.aloneMs > 0 ? share.shareMs / share.aloneMs : 1;
    return Math.max(0, cost.coreMs) * kept;
  });
  const offeredMs = facts.coreTime.reduce((sum, entry) => sum + entry.ms, 0);
  const claimedMs = coreMs.reduce((sum, ms) => sum + ms, 0);
  const scale = claimedMs > offeredMs ? offeredMs / claimedMs : 1;
  return findings.map((finding, index) => ({
    ...finding,
    cost: {
      wallClockMs: shares[index]?.shareMs ?? 0,
      aloneMs: shares[index]?.aloneMs ?? 0,
      coreMs: Math.floor((coreMs[index] ?? 0) * scale),
      basis: finding.cost.basis,
    },
  }));
}
