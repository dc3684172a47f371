import type { SpanSet } from './span-set.ts';

/**
 * Sums up what begins in the same bucket of a row and layer: the longest span stands for all of it, with their number, their
 * length together and the mean of their phases. Nothing is lost, and a lone straggler stays what is seen.
 */
export function coarsen(fine: SpanSet, bucketMs: number): SpanSet {
  const groups = fine.rowCount * fine.layerCount;
  const offsets = new Uint32Array(groups + 1);
  const heads = bucketHeads(fine, bucketMs, offsets);
  const length = heads.length;
  const set = {
    rowCount: fine.rowCount,
    layerCount: fine.layerCount,
    offsets,
    startMs: new Float64Array(length),
    endMs: new Float64Array(length),
    id: new Uint32Array(length),
    tag: new Uint32Array(length),
    count: new Uint32Array(length),
    sumMs: new Float32Array(length),
    ...(fine.shares && { shares: fine.shares.map(() => new Uint8Array(length)) }),
  };
  for (let i = 0; i < length; i++) {
    const from = heads[i] ?? 0;
    const to = i + 1 < length ? (heads[i + 1] ?? 0) : fine.startMs.length;
    mergeInto(set, i, fine, from, to);
  }
  return set;
}

/** The first span of every bucket of every group; also writes where groups begin among the buckets. */
function bucketHeads(fine: SpanSet, bucketMs: number, offsets: Uint32Array): Uint32Array {
  const heads = new Uint32Array(fine.startMs.length);
  let found = 0;
  for (let group = 0; group + 1 < fine.offsets.length; group++) {
    const to = fine.offsets[group + 1] ?? 0;
    let bucket = Number.NaN;
    for (let i = fine.offsets[group] ?? 0; i < to; i++) {
      const own = Math.floor((fine.startMs[i] ?? 0) / bucketMs);
      if (own === bucket) continue;
      bucket = own;
      heads[found++] = i;
    }
    offsets[group + 1] = found;
  }
  return heads.slice(0, found);
}

function mergeInto(
  set: SpanSet & { readonly count: Uint32Array; readonly sumMs: Float32Array },
  at: number,
  fine: SpanSet,
  from: number,
  to: number,
): void {
  let longest = from;
  let longestMs = -1;
  let count = 0;
  let sumMs = 0;
  for (let i = from; i < to; i++) {
    const lengthMs = (fine.endMs[i] ?? 0) - (fine.startMs[i] ?? 0);
    if (lengthMs > longestMs) {
      longestMs = lengthMs;
      longest = i;
    }
    count += fine.count?.[i] ?? 1;
    sumMs += fine.sumMs?.[i] ?? lengthMs;
  }
  set.startMs[at] = fine.startMs[longest] ?? 0;
  set.endMs[at] = fine.endMs[longest] ?? 0;
  set.id[at] = fine.id[longest] ?? 0;
  set.tag[at] = fine.tag[longest] ?? 0;
  set.count[at] = count;
  set.sumMs[at] = sumMs;
  for (const [phase, share] of (set.shares ?? []).entries()) {
    share[at] = meanShare(fine, fine.shares?.[phase], from, to, sumMs);
  }
}

function meanShare(fine: SpanSet, shares: Uint8Array | undefined, from: number, to: number, sumMs: number): number {
  if (shares === undefined || sumMs <= 0) return shares?.[from] ?? 0;
  let weighted = 0;
  for (let i = from; i < to; i++) {
    weighted += (shares[i] ?? 0) * (fine.sumMs?.[i] ?? (fine.endMs[i] ?? 0) - (fine.startMs[i] ?? 0));
  }
  return Math.round(weighted / sumMs);
}
