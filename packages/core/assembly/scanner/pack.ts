import { END_ROWS, PACKED, PACKED_BASE } from './memory';

const BIGGEST_SAFE: f64 = 9007199254740991;
/** Added to a whole number below 2^32, the low 32 bits of the sum are that number. */
const MAGIC: f64 = 4503599627370496;

/**
 * Packs the column of a full block at `column`: returns how many bytes each offset from the base takes (0: all rows are equal)
 * and leaves both in memory; 8 where only the numbers themselves are exact.
 */
export function packColumn(column: usize): u32 {
  const end = column + ((<usize>END_ROWS) << 3);
  let low = v128.load(column);
  let high = low;
  let odd = i64x2.splat(0);
  for (let at = column; at < end; at += 16) {
    const values = v128.load(at);
    low = f64x2.pmin(low, values);
    high = f64x2.pmax(high, values);
    // Not a number, or a zero that would lose its sign.
    odd = v128.or(odd, v128.or(f64x2.ne(values, values), i64x2.eq(values, i64x2.splat(i64.MIN_VALUE))));
  }
  const min = Math.min(f64x2.extract_lane(low, 0), f64x2.extract_lane(low, 1));
  const max = Math.max(f64x2.extract_lane(high, 0), f64x2.extract_lane(high, 1));
  store<f64>(PACKED_BASE, min);
  if (v128.any_true(odd) || !isSafe(min) || !isSafe(max)) return 8;
  const range = max - min;
  if (range == 0) return 0;
  if (range >= 4294967296 || !writeOffsets(column, end, min)) return 8;
  if (range >= 65536) return 4;
  for (let at: usize = 0; at < (<usize>END_ROWS) << 1; at += 16) {
    v128.store(PACKED + at, i16x8.narrow_i32x4_u(v128.load(PACKED + 2 * at), v128.load(PACKED + 2 * at, 16)));
  }
  if (range >= 256) return 2;
  for (let at: usize = 0; at < <usize>END_ROWS; at += 16) {
    v128.store(PACKED + at, i8x16.narrow_i16x8_u(v128.load(PACKED + 2 * at), v128.load(PACKED + 2 * at, 16)));
  }
  return 1;
}

function isSafe(value: f64): bool {
  return Math.floor(value) == value && value >= -BIGGEST_SAFE && value <= BIGGEST_SAFE;
}

/** Offsets as 32 bits each; false when one is no whole number. */
function writeOffsets(column: usize, end: usize, min: f64): bool {
  const base = f64x2.splat(min);
  const magic = f64x2.splat(MAGIC);
  let odd = i64x2.splat(0);
  let target = PACKED;
  for (let at = column; at < end; at += 32) {
    const a = f64x2.sub(v128.load(at), base);
    const b = f64x2.sub(v128.load(at, 16), base);
    const sumA = f64x2.add(a, magic);
    const sumB = f64x2.add(b, magic);
    odd = v128.or(odd, v128.or(f64x2.ne(f64x2.sub(sumA, magic), a), f64x2.ne(f64x2.sub(sumB, magic), b)));
    v128.store(target, v128.shuffle<i32>(sumA, sumB, 0, 2, 4, 6));
    target += 16;
  }
  return !v128.any_true(odd);
}
