/**
 * Spans grouped by row and layer, each group in order of time and without overlap: the form in which lanes keep and search
 * them. `offsets[row * layerCount + layer]` is where a group begins.
 */
export interface SpanSet {
  readonly rowCount: number;
  readonly layerCount: number;
  readonly offsets: Uint32Array<ArrayBuffer>;
  readonly startMs: Float64Array<ArrayBuffer>;
  readonly endMs: Float64Array<ArrayBuffer>;
  readonly id: Uint32Array<ArrayBuffer>;
  readonly tag: Uint32Array<ArrayBuffer>;
  /** How many spans each stands for; absent when each stands for itself. */
  readonly count?: Uint32Array<ArrayBuffer>;
  /** Their lengths together; absent when each stands for itself. */
  readonly sumMs?: Float32Array<ArrayBuffer>;
  /** Parts of `sumMs` in 255ths, for lanes whose spans have phases. */
  readonly shares?: readonly Uint8Array<ArrayBuffer>[];
}

/** Where a group of a set lies. */
export function groupRange(set: SpanSet, row: number, layer: number): [from: number, to: number] {
  const group = row * set.layerCount + layer;
  return [set.offsets[group] ?? 0, set.offsets[group + 1] ?? 0];
}

/** Spans as they come, before they are sorted into a {@link SpanSet}. */
export interface LooseSpans {
  readonly rowCount: number;
  readonly layerCount: number;
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly row: Uint32Array;
  readonly layer: Uint8Array;
  readonly id: Uint32Array;
  readonly tag: Uint32Array;
  readonly shares?: readonly Uint8Array[];
}

/** Sorts spans into groups by counting; `order` holds their places in the order of their starts. */
export function groupSpans(spans: LooseSpans, order: ArrayLike<number>): SpanSet {
  const { rowCount, layerCount } = spans;
  const length = order.length;
  const offsets = new Uint32Array(rowCount * layerCount + 1);
  for (let i = 0; i < length; i++) {
    const group = (spans.row[i] ?? 0) * layerCount + (spans.layer[i] ?? 0);
    offsets[group + 1] = (offsets[group + 1] ?? 0) + 1;
  }
  for (let group = 1; group < offsets.length; group++) {
    offsets[group] = (offsets[group] ?? 0) + (offsets[group - 1] ?? 0);
  }
  const next = offsets.slice();
  const startMs = new Float64Array(length);
  const endMs = new Float64Array(length);
  const id = new Uint32Array(length);
  const tag = new Uint32Array(length);
  const shares = spans.shares?.map(() => new Uint8Array(length));
  for (let i = 0; i < length; i++) {
    const span = order[i] ?? 0;
    const group = (spans.row[span] ?? 0) * layerCount + (spans.layer[span] ?? 0);
    const at = next[group] ?? 0;
    next[group] = at + 1;
    startMs[at] = spans.startMs[span] ?? 0;
    endMs[at] = Math.max(spans.endMs[span] ?? 0, startMs[at]);
    id[at] = spans.id[span] ?? 0;
    tag[at] = spans.tag[span] ?? 0;
    for (const [phase, share] of (shares ?? []).entries()) share[at] = spans.shares?.[phase]?.[span] ?? 0;
  }
  return { rowCount, layerCount, offsets, startMs, endMs, id, tag, ...(shares && { shares }) };
}
