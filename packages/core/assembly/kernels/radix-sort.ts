/**
 * Sorting whole numbers by their digits: linear in their number, where comparing would be n log n.
 */

/** Where a pass counts; the place for everything else begins behind it (see `src/kernels/arena.ts`). */
const COUNTERS: usize = 1024;
/** At most so many bits per pass: a table of 8,192 counters stays in the nearest cache, and 18 hours take two passes. */
const MOST_DIGIT_BITS: i32 = 13;
const LEAST_DIGIT_BITS: i32 = 4;
/** Up to so many, comparing neighbours is quicker than counting. */
const FEW: u32 = 24;

/** Sorts upwards numbers of 32 bits, or of 64 where `wide`; `ignoredBits` low bits need not be in order. Returns where they stand then: there or in `spare`. */
export function sortNumbers(wide: bool, numbers: usize, spare: usize, count: u32, ignoredBits: i32): usize {
  return wide ? sort<u64>(numbers, spare, count, ignoredBits) : sort<u32>(numbers, spare, count, ignoredBits);
}

// @ts-ignore: decorator
@inline
function sort<T>(numbers: usize, spare: usize, count: u32, ignoredBits: i32): usize {
  const endBit = bitsOfGreatest<T>(numbers, count);
  if (endBit <= ignoredBits) return numbers;
  const digitBits = digitBitsFor(count, endBit - ignoredBits);
  const mask = <T>((1 << digitBits) - 1);
  let from = numbers;
  let to = spare;
  for (let shift = ignoredBits; shift < endBit; shift += digitBits) {
    countDigits<T>(from, count, <T>shift, mask);
    const end = from + <usize>count * sizeof<T>();
    for (let number = from; number < end; number += sizeof<T>()) {
      const value = load<T>(number);
      store<T>(to + <usize>nextPlace(<usize>((value >> <T>shift) & mask)) * sizeof<T>(), value);
    }
    const sorted = to;
    to = from;
    from = sorted;
  }
  return from;
}

/** Sorts 32-bit keys upwards, and brings 32-bit values into the same order; equal keys keep theirs. */
export function sortPairs(keys: usize, values: usize, spareKeys: usize, spareValues: usize, count: u32): void {
  if (count <= FEW) {
    insert(keys, values, count);
    return;
  }
  const keyBits = bitsOfGreatest<u32>(keys, count);
  if (keyBits == 0) return;
  const digitBits = digitBitsFor(count, keyBits);
  const mask: u32 = (1 << digitBits) - 1;
  let isSpare = false;
  for (let shift = 0; shift < keyBits; shift += digitBits) {
    const fromKeys = isSpare ? spareKeys : keys;
    const fromValues = isSpare ? spareValues : values;
    const toKeys = isSpare ? keys : spareKeys;
    const toValues = isSpare ? values : spareValues;
    countDigits<u32>(fromKeys, count, shift, mask);
    for (let i: usize = 0; i < <usize>count << 2; i += 4) {
      const key = load<u32>(fromKeys + i);
      const place = <usize>nextPlace(<usize>((key >> shift) & mask)) << 2;
      store<u32>(toKeys + place, key);
      store<u32>(toValues + place, load<u32>(fromValues + i));
    }
    isSpare = !isSpare;
  }
  if (isSpare) {
    memory.copy(keys, spareKeys, <usize>count << 2);
    memory.copy(values, spareValues, <usize>count << 2);
  }
}

function insert(keys: usize, values: usize, count: u32): void {
  for (let i: usize = 4; i < <usize>count << 2; i += 4) {
    const key = load<u32>(keys + i);
    const value = load<u32>(values + i);
    let place = i;
    for (; place > 0 && load<u32>(keys + place - 4) > key; place -= 4) {
      store<u32>(keys + place, load<u32>(keys + place - 4));
      store<u32>(values + place, load<u32>(values + place - 4));
    }
    store<u32>(keys + place, key);
    store<u32>(values + place, value);
  }
}

/** The next place of a digit, which is taken by it. */
// @ts-ignore: decorator
@inline
function nextPlace(digit: usize): u32 {
  const counter = COUNTERS + (digit << 2);
  const place = load<u32>(counter);
  store<u32>(counter, place + 1);
  return place;
}

/** Leaves in the counters where the values with each digit begin once they are sorted by it. */
// @ts-ignore: decorator
@inline
function countDigits<T>(values: usize, count: u32, shift: T, mask: T): void {
  const counterBytes = <usize>(mask + <T>1) << 2;
  memory.fill(COUNTERS, 0, counterBytes);
  const end = values + <usize>count * sizeof<T>();
  for (let value = values; value < end; value += sizeof<T>()) {
    const counter = COUNTERS + (<usize>((load<T>(value) >> shift) & mask) << 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  let before: u32 = 0;
  for (let counter = COUNTERS; counter < COUNTERS + counterBytes; counter += 4) {
    const own = load<u32>(counter);
    store<u32>(counter, before);
    before += own;
  }
}

/** As few passes as can be, each with no more counters than it needs, nor than there are values. */
function digitBitsFor(count: u32, keyBits: i32): i32 {
  const most = min(MOST_DIGIT_BITS, max(LEAST_DIGIT_BITS, 32 - clz<u32>(count)));
  const passes = (keyBits + most - 1) / most;
  return (keyBits + passes - 1) / passes;
}

// @ts-ignore: decorator
@inline
function bitsOfGreatest<T>(values: usize, count: u32): i32 {
  // All bits that any of them has: as long as the greatest.
  let bits: T = 0;
  const end = values + <usize>count * sizeof<T>();
  for (let value = values; value < end; value += sizeof<T>()) bits |= load<T>(value);
  return <i32>(sizeof<T>() << 3) - <i32>clz<T>(bits);
}
