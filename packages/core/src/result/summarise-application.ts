import { summariseRun } from '../compare/summarise-run.ts';
import type { RunSummary } from '../compare/run-summary.ts';
import { Facts } from '../derive/facts.ts';
import { runDetectors } from '../detectors/run.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import type { AnalyseOptions } from './build-result.ts';

/** Reduces a run to what checks and comparisons need of it. `job` names what it is a run of; by default its application. */
export function summarise(model: ApplicationModel, job?: string, options: AnalyseOptions = {}): RunSummary {
  const facts = new Facts(model, options);
  return summariseRun(facts, runDetectors(facts).findings, job);
}
