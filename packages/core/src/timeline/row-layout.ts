/**
 * Gives each span the lowest row that is free at its start: interval partitioning with two heaps, O(n log rows).
 *
 * @param order places of the spans in the order of their starts
 * @returns the row of each span, by place, and how many rows there are
 */
export function assignRows(
  startMs: ArrayLike<number>,
  endMs: ArrayLike<number>,
  order: Uint32Array,
  rows: Uint32Array = new Uint32Array(startMs.length),
): { rows: Uint32Array; rowCount: number } {
  const free = new NumberHeap();
  const busy = new NumberHeap();
  const busyUntil: number[] = [];
  for (const span of order) {
    const start = startMs[span] ?? 0;
    for (let row = busy.top; row !== undefined && (busyUntil[row] ?? 0) <= start; row = busy.top) {
      busy.pop(busyUntil);
      free.push(row, undefined);
    }
    const row = free.top ?? busyUntil.length;
    if (free.top !== undefined) free.pop(undefined);
    busyUntil[row] = endMs[span] ?? 0;
    busy.push(row, busyUntil);
    rows[span] = row;
  }
  return { rows, rowCount: busyUntil.length };
}

/** A heap of row numbers, ordered by a key per row, or by the rows themselves where there is none. */
class NumberHeap {
  #items: number[] = [];

  get top(): number | undefined {
    return this.#items[0];
  }

  push(item: number, keys: readonly number[] | undefined): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(item, items[parent] ?? 0, keys)) break;
      items[at] = items[parent] ?? 0;
      at = parent;
    }
    items[at] = item;
  }

  pop(keys: readonly number[] | undefined): void {
    const items = this.#items;
    const last = items.pop();
    if (last === undefined || items.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && isBefore(items[child + 1] ?? 0, items[child] ?? 0, keys)) child++;
      if (!isBefore(items[child] ?? 0, last, keys)) break;
      items[at] = items[child] ?? 0;
      at = child;
    }
    items[at] = last;
  }
}

function isBefore(a: number, b: number, keys: readonly number[] | undefined): boolean {
  return keys === undefined ? a < b : (keys[a] ?? 0) < (keys[b] ?? 0);
}
