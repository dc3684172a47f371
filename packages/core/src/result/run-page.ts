import type { RunSummary } from '../compare/run-summary.ts';
import { summariseRun } from '../compare/summarise-run.ts';
import { Facts } from '../derive/facts.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import type { AnalyseOptions } from './build-result.ts';
import { packRun, unpackRun, type PackedRun } from './packed-run.ts';
import { redactPackedRun } from './redact/redact-run.ts';
import type { Redactor } from './redact/redactor.ts';
import { layOutRun } from './run-view.ts';
import type { Result } from './schema.ts';

/** All that a report in one file holds of a run: it is read, looked at and compared again without the log. */
export interface RunPage {
  readonly result: Result;
  /** Absent in a report without the interactive timeline. */
  readonly packed?: PackedRun | undefined;
  /** What comparisons need; absent in a report that was written as JSON. */
  readonly summary?: RunSummary | undefined;
}

/** Analyses a model for a report in one file: lanes of more than `mostSpans` spans are summed up. */
export function makeRunPage(
  model: ApplicationModel,
  logName: string,
  mostSpans: number,
  options: AnalyseOptions = {},
): RunPage {
  const facts = new Facts(model, options);
  const { index, timeline } = layOutRun(facts, logName, options);
  const { result } = index;
  return { result, packed: packRun(index, timeline, mostSpans), summary: summariseRun(facts, result.findings) };
}

/** A packed run with lanes summed up further. */
export function repackRun(packed: PackedRun, result: Result, mostSpans: number): PackedRun {
  const { index, timeline } = unpackRun(packed, result);
  return packRun(index, timeline, mostSpans);
}

/** The page with every text in it made fit to be given away. */
export function redactPage({ result, packed, summary }: RunPage, redactor: Redactor): RunPage {
  return {
    // First of all: it names people and machines, so that they are known in every other text.
    result: redactor.redactResult(result),
    packed: packed && redactPackedRun(packed, redactor),
    summary: summary && (redactor.redactJson(summary) as RunSummary),
  };
}
