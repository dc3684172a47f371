/** At most so many bits per pass: a table of 8,192 counters stays in the nearest cache, and 18 hours take two passes. */
const mostDigitBits = 13;
const leastDigitBits = 4;
/** Below this, the counters of a pass cost more than comparing. */
const fewValues = 512;

/**
 * Sorts whole numbers upwards. Linear in their number (a pass per {@link mostDigitBits} of the greatest), where comparing would
 * be n log n: for the times and durations of millions of tasks.
 *
 * @param ignoredBits so many low bits need not be in order
 * @returns `values` itself or an array like it; the one given is overwritten
 */
export function sortWholeNumbers(values: Uint32Array<ArrayBuffer>, ignoredBits = 0): Uint32Array<ArrayBuffer> {
  if (values.length < fewValues) return values.sort();
  const keyBits = bitsOf(greatestOf(values)) - ignoredBits;
  if (keyBits <= 0) return values;
  const digitBits = digitBitsFor(values.length, keyBits);
  const starts = new Uint32Array(2 ** digitBits);
  const mask = starts.length - 1;
  let from = values;
  let to = new Uint32Array(values.length);
  for (let shift = ignoredBits; shift < ignoredBits + keyBits; shift += digitBits) {
    countDigits(from, shift, starts);
    for (let i = 0; i < from.length; i++) {
      const value = from[i] ?? 0;
      const digit = (value >>> shift) & mask;
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
  for (let i = 0; i < from.length; i++) from[i] = i;
  const keyBits = bitsOf(greatestOf(keys));
  if (keyBits === 0) return from;
  const digitBits = digitBitsFor(keys.length, keyBits);
  const starts = new Uint32Array(2 ** digitBits);
  const mask = starts.length - 1;
  let to = new Uint32Array(keys.length);
  for (let shift = 0; shift < keyBits; shift += digitBits) {
    countDigits(keys, shift, starts);
    for (let i = 0; i < from.length; i++) {
      const place = from[i] ?? 0;
      const digit = ((keys[place] ?? 0) >>> shift) & mask;
      const at = starts[digit] ?? 0;
      starts[digit] = at + 1;
      to[at] = place;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** As few passes as can be, each with no more counters than it needs, nor than there are values. */
function digitBitsFor(count: number, keyBits: number): number {
  const most = Math.min(mostDigitBits, Math.max(leastDigitBits, bitsOf(count)));
  return Math.ceil(keyBits / Math.ceil(keyBits / most));
}

/** Where the values with each digit begin once they are sorted by it. */
function countDigits(values: Uint32Array, shift: number, starts: Uint32Array): void {
  const mask = starts.length - 1;
  starts.fill(0);
  for (let i = 0; i < values.length; i++) {
    const digit = ((values[i] ?? 0) >>> shift) & mask;
    starts[digit] = (starts[digit] ?? 0) + 1;
  }
  let before = 0;
  for (let digit = 0; digit < starts.length; digit++) {
    const count = starts[digit] ?? 0;
    starts[digit] = before;
    before += count;
  }
}

function bitsOf(value: number): number {
  return 32 - Math.clz32(value);
}

function greatestOf(values: Uint32Array): number {
  let greatest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value > greatest) greatest = value;
  }
  return greatest;
}
