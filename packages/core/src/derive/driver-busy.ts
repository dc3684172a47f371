import type { ApplicationModel } from '../model/application-model.ts';
import type { DriverIndex } from './driver-index.ts';
import type { Span } from '../util/spans.ts';
import { mostOpen } from './most-open.ts';

/** A stretch in which most of what the executors offered waited for the driver, and what the driver had to do then. */
export interface BusyDriver extends Span {
  /** Waiting slot time by offered slot time, over the stretch: the mean of its buckets. */
  readonly share: number;
  /** The most that were open at once. */
  readonly queries: number;
  readonly jobs: number;
  readonly streams: number;
  /** Stages that collected what the driver then sent to every executor. */
  readonly broadcasts: number;
  /** What the tasks of stages that ended then had sent back. */
  readonly resultBytes: number;
}

/** Stretches of high index, each at least so long, in order. */
export function findBusyDriver(
  model: ApplicationModel,
  index: DriverIndex,
  leastMs: number,
  { busyShare }: { readonly busyShare: number },
): BusyDriver[] {
  return highStretches(index, busyShare, model.application.durationMs)
    .filter(({ startMs, endMs }) => endMs - startMs >= leastMs)
    .map((stretch) => ({ ...stretch, ...workIn(model, stretch) }));
}

function highStretches({ bucketMs, shares }: DriverIndex, busyShare: number, runMs: number) {
  const stretches: { startMs: number; endMs: number; share: number }[] = [];
  for (let from = 0; from < shares.length; from++) {
    let to = from;
    let sum = 0;
    for (; (shares[to] ?? 0) >= busyShare; to++) sum += shares[to] ?? 0;
    if (to === from) continue;
    const share = Math.round((sum / (to - from)) * 1000) / 1000;
    stretches.push({ startMs: from * bucketMs, endMs: Math.min(runMs, to * bucketMs), share });
    from = to;
  }
  return stretches;
}

function workIn(model: ApplicationModel, stretch: Span): Omit<BusyDriver, 'startMs' | 'endMs' | 'share'> {
  const open = <S extends Span>(spans: readonly S[]) =>
    spans.filter(({ startMs, endMs }) => startMs < stretch.endMs && endMs > stretch.startMs);
  return {
    queries: mostOpen(open(model.sqlExecutions), [stretch]),
    jobs: mostOpen(open(model.jobs), [stretch]),
    streams: mostOpen(open(model.streamingRuns), [stretch]),
    broadcasts: open(model.stageAttempts).filter(({ feedsBroadcast }) => feedsBroadcast).length,
    resultBytes: model.stageAttempts
      .filter(({ endMs }) => endMs > stretch.startMs && endMs <= stretch.endMs)
      .reduce((sum, { resultBytes }) => sum + resultBytes, 0),
  };
}
