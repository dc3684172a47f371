import type { StreamFacts } from '../../derive/streams/stream-facts.ts';
import { phasesOf } from '../../derive/streams/stream-facts.ts';
import type { Backlog } from '../../derive/streams/backlog.ts';
import type { StreamingBatch, StreamingRun } from '../../model/application-model.ts';
import type { Advice, Evidence } from '../types.ts';

/** Queries without a name are known by the id that survives restarts. */
export function streamName(run: StreamingRun): string {
  return run.name ?? run.id;
}

/** Which phase of its batches took the time, and where one of them stands in the log. */
export function phaseEvidence(batches: readonly StreamingBatch[]): Evidence[] {
  const last = batches.at(-1);
  return phasesOf(batches)
    .filter(([, ms]) => ms > 0)
    .slice(0, 3)
    .map(([phase, ms], index) => ({
      name: `in ${phase}`,
      value: ms,
      unit: 'ms',
      ...(index === 0 && last?.place && { place: last.place }),
    }));
}

/** What to look at, by the phase that takes most. Only `addBatch` runs tasks; all others are the driver's own work. */
export function phaseAdvice(batches: readonly StreamingBatch[]): Advice {
  const [[phase] = ['']] = phasesOf(batches);
  switch (phase) {
    case 'addBatch':
    case '':
      return {
        text: 'Give the query more cores, or make its batches cheaper: their jobs and stages say what takes the time.',
      };
    case 'latestOffset':
    case 'getOffset':
    case 'getBatch':
      return {
        text: `Most of a batch goes into ${phase}: listing files or asking the source for offsets. Let the source notify instead of being listed, or have fewer files.`,
      };
    case 'walCommit':
    case 'commitOffsets':
      return { text: `Most of a batch goes into ${phase}: writing to the checkpoint. Put it on faster storage.` };
    case 'queryPlanning':
      return {
        text: 'Most of a batch goes into planning, which the driver does alone: make the plan smaller, or the driver larger.',
      };
    default:
      return { text: `Most of a batch goes into ${phase}, which the driver does alone: look there first.` };
  }
}

/** What is not read yet, how fast it grows, and when it would be caught up. */
export function backlogEvidence(backlogs: readonly Backlog[]): Evidence[] {
  return backlogs.flatMap(({ unit, first, last, perSecond, caughtUpInMs }): Evidence[] => [
    { name: 'backlog at the first batch', value: first, unit },
    { name: 'backlog at the last batch', value: last, unit },
    {
      name: perSecond < 0 ? 'backlog shrank per second by' : 'backlog grew per second by',
      value: unit === 'ms' ? Math.round(Math.abs(perSecond)) : Number(Math.abs(perSecond).toPrecision(3)),
      unit: unit === 'ms' || unit === 'bytes' ? unit : `${unit}/s`,
    },
    ...(caughtUpInMs === undefined || last === 0
      ? []
      : [{ name: 'backlog caught up at that rate in', value: Math.round(caughtUpInMs), unit: 'ms' }]),
  ]);
}

/** The batches of a stream that took longer than its trigger. */
export function lateBatches({ batches, triggerMs }: StreamFacts): readonly StreamingBatch[] {
  return triggerMs === undefined ? [] : batches.filter(({ startMs, endMs }) => endMs - startMs > triggerMs);
}

/** What a late query of a crowded driver says in place of its own cost and advice. */
export const crowdSymptom: Advice = {
  text: 'The driver serves more queries than it can (see stream-crowd): this one is late with all others, and nothing in it explains that.',
};
