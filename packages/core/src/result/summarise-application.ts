import { summariseRun } from '../compare/summarise-run.ts';
import type { RunSummary } from '../compare/run-summary.ts';
import { Facts } from '../derive/facts.ts';
import { runDetectors } from '../detectors/run.ts';
import type { PricedFinding } from '../detectors/types.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import type { AnalyseOptions } from './build-result.ts';
import { splitSuppressed, type Suppressed } from './suppress.ts';

export interface SummarisedRun {
  readonly summary: RunSummary;
  /** Findings that are not counted in the summary. */
  readonly suppressed: readonly Suppressed<PricedFinding>[];
}

/** Reduces a run to what checks and comparisons need of it. `job` names what it is a run of; by default its application. */
export function summarise(model: ApplicationModel, job?: string, options: AnalyseOptions = {}): SummarisedRun {
  const facts = new Facts(model, options);
  const { findings } = runDetectors(facts);
  const { shown, suppressed } = splitSuppressed(findings, options.suppressions ?? [], model.application.name);
  return { summary: summariseRun(facts, shown, job), suppressed };
}
