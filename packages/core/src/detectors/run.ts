import type { Facts } from '../derive/facts.ts';
import { severities } from '../util/severity.ts';
import { detectors } from './index.ts';
import { priceTogether } from './shared/price-together.ts';
import type { Detector, Finding, PricedFinding } from './types.ts';

export interface DetectorFailure {
  readonly detector: string;
  readonly message: string;
}

/** Work that was given up comes before work that took long: what it cost in time is not the harm. */
const givenUp: ReadonlySet<string> = new Set(['failed-job', 'stream-failed']);

/** Runs all detectors; one that throws is named in `failures` and takes nothing else down. Worst first: by severity, then what failed, then what cost most. */
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
      Number(givenUp.has(b.kind)) - Number(givenUp.has(a.kind)) ||
      b.cost.wallClockMs - a.cost.wallClockMs ||
      b.cost.aloneMs - a.cost.aloneMs ||
      (a.ranges[0]?.startMs ?? 0) - (b.ranges[0]?.startMs ?? 0),
  );
  return { findings, failures };
}
