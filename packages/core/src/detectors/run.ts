import type { Facts } from '../derive/facts.ts';
import { severities } from '../util/severity.ts';
import { detectors } from './index.ts';
import { priceTogether } from './shared/price-together.ts';
import type { Detector, Finding, PricedFinding } from './types.ts';

export interface DetectorFailure {
  readonly detector: string;
  readonly message: string;
}

/** Runs all detectors; one that throws is named in `failures` and takes nothing else down. Costliest findings first. */
export function runDetectors(
  facts: Facts,
  list: readonly Detector[] = detectors,
): { findings: PricedFinding[]; failures: DetectorFailure[] } {
  const found: Finding[] = [];
  const failures: DetectorFailure[] = [];
  for (const detector of list) {
    try {
      found.push(...detector.detect(facts));
    } catch (error) {
      failures.push({ detector: detector.id, message: error instanceof Error ? error.message : String(error) });
    }
  }
  const findings = priceTogether(facts, found);
  findings.sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      b.cost.wallClockMs - a.cost.wallClockMs ||
      b.cost.aloneMs - a.cost.aloneMs ||
      (a.ranges[0]?.startMs ?? 0) - (b.ranges[0]?.startMs ?? 0),
  );
  return { findings, failures };
}
