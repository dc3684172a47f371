/**
 * The value that would stand at a place if the values were sorted, without sorting them: linear on average (Hoare's selection).
 * The values are rearranged.
 */
export function selectAt(values: Float64Array, place: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[(from + to) >>> 1] ?? 0;
    let low = from;
    let high = to;
    while (low <= high) {
      while ((values[low] ?? 0) < pivot) low++;
      while ((values[high] ?? 0) > pivot) high--;
      if (low > high) break;
      const value = values[low] ?? 0;
      values[low++] = values[high] ?? 0;
      values[high--] = value;
    }
    // All up to `high` are at most the pivot, all from `low` on at least; what is between equals it.
    if (place <= high) to = high;
    else if (place >= low) from = low;
    else return pivot;
  }
  return values[place] ?? 0;
}

/** The middle value, or the mean of the two in the middle, as statistics have it; 0 of nothing. The values stay as they are. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? 0;
  const lower = sorted[(sorted.length - 1) >> 1] ?? 0;
  return (lower + upper) / 2;
}

/** The median as the Spark UI takes it, the value at `floor(count / 2)`; 0 of nothing. The values are rearranged. */
export function medianOf(values: Float64Array): number {
  return selectAt(values, Math.floor(values.length / 2));
}
