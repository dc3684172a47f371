import { MASKS } from './memory';

/** No match; never an address of input. */
export const NONE: usize = 0;

// @ts-ignore: decorator
@inline
export function isLiteral(literal: usize, length: usize, at: usize): bool {
  const last = literal + (length & ~15);
  let from = at;
  let differs = i64x2.splat(0);
  for (; literal < last; literal += 16) {
    differs = v128.or(differs, v128.xor(v128.load(from), v128.load(literal)));
    from += 16;
  }
  const mask = v128.load(MASKS + ((length & 15) << 4));
  return !v128.any_true(v128.or(differs, v128.and(v128.xor(v128.load(from), v128.load(literal)), mask)));
}

/** The same, 64 bytes at a time. */
// @ts-ignore: decorator
@inline
export function isLongLiteral(literal: usize, length: usize, at: usize): bool {
  let offset: usize = 0;
  while (offset + 64 <= length) {
    const a = v128.xor(v128.load(at + offset), v128.load(literal + offset));
    const b = v128.xor(v128.load(at + offset, 16), v128.load(literal + offset, 16));
    const c = v128.xor(v128.load(at + offset, 32), v128.load(literal + offset, 32));
    const d = v128.xor(v128.load(at + offset, 48), v128.load(literal + offset, 48));
    if (v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) return false;
    offset += 64;
  }
  return isLiteral(literal + offset, length - offset, at + offset);
}

/** How many digits stand at `at`; 16 for that many or more. */
// @ts-ignore: decorator
@inline
function digitsAt(at: usize): u32 {
  const digits = i8x16.sub(v128.load(at), i8x16.splat(0x30));
  return ctz<u32>((<u32>i8x16.bitmask(i8x16.gt_u(digits, i8x16.splat(9)))) | 0x10000);
}

/** Where the integer at `at` ends, if it has 1 to 15 digits, no leading zero and is not -0. */
// @ts-ignore: decorator
@inline
export function numberEnd(at: usize): usize {
  const first = load<u8>(at);
  const digitsStart = at + usize(first == 0x2d);
  const digits = digitsAt(digitsStart);
  if (digits - 1 > 14) return NONE;
  const end = digitsStart + digits;
  if (load<u8>(digitsStart) == 0x30 && end > at + 1) return NONE;
  return end;
}

/** The value of an integer that {@link numberEnd} has measured. */
// @ts-ignore: decorator
@inline
export function numberAt(at: usize, end: usize): f64 {
  const isNegative = load<u8>(at) == 0x2d;
  const start = at + usize(isNegative);
  const digits = end - start;
  let value: u64 = 0;
  if (digits <= 8) value = upTo8(start, digits);
  else value = upTo8(start, 8) * load<u64>(POWERS + ((digits - 8) << 3)) + upTo8(start + 8, digits - 8);
  return isNegative ? -(<f64><i64>value) : <f64><i64>value;
}

/** 10 to the power of 0 to 7. */
const POWERS = memory.data<u64>([1, 10, 100, 1000, 10000, 100000, 1000000, 10000000]);

/** Eight digits at once: pairs, then fours, then all. Bytes shifted in from below the first digit count as zeros. */
// @ts-ignore: decorator
@inline
function upTo8(start: usize, digits: usize): u64 {
  let value = (load<u64>(start) - 0x3030303030303030) << u64(64 - (digits << 3));
  value = value * 10 + (value >> 8);
  return (
    ((value & 0x000000ff000000ff) * 0x000f424000000064 + ((value >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32
  );
}

/** Behind the closing quote of the string at `at`, if it has neither escapes nor control characters. */
// @ts-ignore: decorator
@inline
export function textEnd(at: usize): usize {
  if (load<u8>(at) != 0x22) return NONE;
  let from = at + 1;
  while (true) {
    const bytes = v128.load(from);
    const stops = v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
      i8x16.lt_u(bytes, i8x16.splat(0x20)),
    );
    const bits = <u32>i8x16.bitmask(stops);
    if (bits != 0) {
      const stop = from + ctz(bits);
      return load<u8>(stop) == 0x22 ? stop + 1 : NONE;
    }
    from += 16;
  }
}

/** Behind `true` or `false`. */
// @ts-ignore: decorator
@inline
export function flagEnd(at: usize): usize {
  const word = load<u32>(at);
  if (word == 0x65757274) return at + 4;
  return word == 0x736c6166 && load<u8>(at + 4) == 0x65 ? at + 5 : NONE;
}
