import { forEachTaskBlock } from '../model/task-blocks.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { quantilesOfSorted } from '../util/quantiles.ts';
import type { Facts } from './facts.ts';
import type { Span } from '../util/spans.ts';
import { mostOpen } from './most-open.ts';

/** What is needed of the facts: the run, and when its driver was crowded. */
type CrowdedRun = Pick<Facts, 'model' | 'overloadedIntervals'>;

/** Waits for the driver of one kind, while it was crowded and while it was not. Medians in milliseconds. */
export interface DriverDelay {
  readonly name: string;
  readonly crowdedMs: number;
  readonly calmMs: number;
}

/** What the driver had open at most while it was crowded. */
export interface DriverWork {
  readonly queries: number;
  readonly jobs: number;
  readonly streams: number;
}

/** Medians of fewer waits are chance. */
const leastWaits = 5;

/**
 * Steps that the driver takes alone, besides planning: from a job's start to its first stage, and from a stage's submission to its
 * first task. Only kinds with enough waits on both sides. One pass over the tasks; to be asked when the driver was crowded.
 */
export function measureDriverDelays(facts: CrowdedRun): DriverDelay[] {
  const crowded = facts.overloadedIntervals;
  const isCrowded = (timeMs: number) => crowded.some(({ startMs, endMs }) => startMs <= timeMs && timeMs < endMs);
  const compare = (name: string, waits: readonly Span[]): DriverDelay[] => {
    const lengths = (wanted: boolean) =>
      Float64Array.from(
        waits.filter(({ startMs }) => isCrowded(startMs) === wanted),
        ({ startMs, endMs }) => Math.max(0, endMs - startMs),
      ).sort();
    const [during, otherwise] = [lengths(true), lengths(false)];
    if (during.length < leastWaits || otherwise.length < leastWaits) return [];
    return [{ name, crowdedMs: quantilesOfSorted(during).median, calmMs: quantilesOfSorted(otherwise).median }];
  };
  return [
    ...compare('from the start of a job to its first stage', jobToStage(facts)),
    ...compare('from the submission of a stage to its first task', stageToTask(facts)),
  ];
}

function jobToStage(facts: CrowdedRun): Span[] {
  const first = new Map<number, number>();
  for (const { jobId, startMs } of facts.model.stageAttempts) {
    if (jobId !== undefined) first.set(jobId, Math.min(first.get(jobId) ?? Number.POSITIVE_INFINITY, startMs));
  }
  return facts.model.jobs.flatMap((job) => {
    const endMs = first.get(job.id);
    return endMs === undefined ? [] : [{ startMs: job.startMs, endMs }];
  });
}

function stageToTask({ model }: CrowdedRun): Span[] {
  const first = firstLaunches(model);
  return model.stageAttempts.flatMap((attempt, index) => {
    const endMs = first[index] ?? Number.POSITIVE_INFINITY;
    return Number.isFinite(endMs) ? [{ startMs: attempt.startMs, endMs }] : [];
  });
}

/** When the first task of each stage attempt was launched; infinite where none was. One pass over the tasks. */
export function firstLaunches({ tasks, stageAttempts }: ApplicationModel): Float64Array {
  const first = new Float64Array(stageAttempts.length).fill(Number.POSITIVE_INFINITY);
  forEachTaskBlock(tasks, ['stageAttempt', 'launchMs'], ({ stageAttempt, launchMs }, count) => {
    for (let i = 0; i < count; i++) {
      const stage = stageAttempt[i] ?? 0;
      first[stage] = Math.min(first[stage] ?? 0, launchMs[i] ?? 0);
    }
  });
  return first;
}

export function workWhileCrowded(facts: CrowdedRun): DriverWork {
  const within = facts.overloadedIntervals;
  return {
    queries: mostOpen(facts.model.sqlExecutions, within),
    jobs: mostOpen(facts.model.jobs, within),
    streams: mostOpen(facts.model.streamingRuns, within),
  };
}
