/** Bits per pass: a table of 2,048 counters stays in the nearest cache. */
const digitBits = 11;
const digits = 2 ** digitBits;
/** Below this, the counters of a pass cost more than comparing. */
const fewValues = 512;

/**
 * Sorts whole numbers upwards. Linear in their number (a pass per 11 bits of the greatest), where comparing would be
 * n log n: for the times and durations of millions of tasks.
 *
 * @returns `values` itself or an array like it; the one given is overwritten
 */
export function sortWholeNumbers(values: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  if (values.length < fewValues) return values.sort();
  let from = values;
  let to = new Uint32Array(values.length);
  const starts = new Uint32Array(digits);
  const greatest = greatestOf(values);
  for (let shift = 0; shift < 32 && greatest >>> shift > 0; shift += digitBits) {
    countDigits(from, shift, starts);
    for (let i = 0; i < from.length; i++) {
      const value = from[i] ?? 0;
      const digit = (value >>> shift) & (digits - 1);
      const at = starts[digit] ?? 0;
      starts[digit] = at + 1;
      to[at] = value;
    }
    [from, to] = [to, from];
  }
  return from;
}

/**
 * The places `0 … keys.length - 1` in the order of rising keys; equal keys keep their order. Linear like {@link sortWholeNumbers}.
 */
export function orderByWholeNumbers(keys: Uint32Array): Uint32Array {
  let from = new Uint32Array(keys.length);
  let to = new Uint32Array(keys.length);
  for (let i = 0; i < from.length; i++) from[i] = i;
  const starts = new Uint32Array(digits);
  const greatest = greatestOf(keys);
  for (let shift = 0; shift < 32 && greatest >>> shift > 0; shift += digitBits) {
    countDigits(keys, shift, starts);
    for (let i = 0; i < from.length; i++) {
      const place = from[i] ?? 0;
      const digit = ((keys[place] ?? 0) >>> shift) & (digits - 1);
      const at = starts[digit] ?? 0;
      starts[digit] = at + 1;
      to[at] = place;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Where the values with each digit begin once they are sorted by it. */
function countDigits(values: Uint32Array, shift: number, starts: Uint32Array): void {
  starts.fill(0);
  for (let i = 0; i < values.length; i++) {
    const digit = ((values[i] ?? 0) >>> shift) & (digits - 1);
    starts[digit] = (starts[digit] ?? 0) + 1;
  }
  let before = 0;
  for (let digit = 0; digit < digits; digit++) {
    const count = starts[digit] ?? 0;
    starts[digit] = before;
    before += count;
  }
}

function greatestOf(values: Uint32Array): number {
  let greatest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value > greatest) greatest = value;
  }
  return greatest;
}
