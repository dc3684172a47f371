/**
 * Crossing the accumulables of a task: two thirds of a line, of which nothing is kept. `src/events/accumulables.ts` says why
 * the first way is right.
 */
import { flagEnd, isLiteral, NONE, numberEnd, textEnd } from './values';

/**
 * Behind the list at `at`, which the literal of the next step must follow: at the first bracket, if there is none other,
 * no backslash and no line end before it; else the list is read value by value.
 */
export function listEnd(at: usize, nextLiteral: usize, nextLength: usize): usize {
  if (load<u8>(at) != 0x5b) return NONE;
  const stop = firstStop(at + 1);
  if (load<u8>(stop) == 0x5d && isLiteral(nextLiteral, nextLength, stop + 1)) return stop + 1;
  return load<u8>(stop) < 0x20 ? NONE : plainListEnd(at);
}

/** The first byte from `at` on that is below a space, a bracket or a backslash (which stand in a row: [ \ ]). */
// @ts-ignore: decorator
@inline
function firstStop(at: usize): usize {
  let from = at;
  while (true) {
    const a = v128.load(from);
    const b = v128.load(from, 16);
    const c = v128.load(from, 32);
    const d = v128.load(from, 48);
    const lowest = i8x16.min_u(i8x16.min_u(a, b), i8x16.min_u(c, d));
    const nearest = i8x16.min_u(
      i8x16.min_u(fromBracket(a), fromBracket(b)),
      i8x16.min_u(fromBracket(c), fromBracket(d)),
    );
    // What is left above the limits: zero where a byte is not above them.
    const above = i8x16.min_u(
      i8x16.sub_sat_u(lowest, i8x16.splat(0x1f)),
      i8x16.sub_sat_u(nearest, i8x16.splat(2)),
    );
    if (!i8x16.all_true(above)) break;
    from += 64;
  }
  while (true) {
    const bytes = v128.load(from);
    const stops = v128.or(
      i8x16.lt_u(bytes, i8x16.splat(0x20)),
      i8x16.lt_u(fromBracket(bytes), i8x16.splat(3)),
    );
    const bits = <u32>i8x16.bitmask(stops);
    if (bits != 0) return from + ctz(bits);
    from += 16;
  }
}

// @ts-ignore: decorator
@inline
function fromBracket(bytes: v128): v128 {
  return i8x16.sub(bytes, i8x16.splat(0x5b));
}

/** Behind a list of flat objects without white space and escapes, whose names may hold brackets. */
function plainListEnd(start: usize): usize {
  let at = start + 1;
  while (load<u8>(at) == 0x7b) {
    at = plainEntryEnd(at);
    if (at == NONE) return NONE;
    const byte = load<u8>(at);
    if (byte == 0x5d) return at + 1;
    if (byte != 0x2c) return NONE;
    at++;
  }
  return NONE;
}

function plainEntryEnd(start: usize): usize {
  let at = start + 1;
  if (load<u8>(at) == 0x7d) return at + 1;
  while (true) {
    at = textEnd(at);
    if (at == NONE || load<u8>(at) != 0x3a) return NONE;
    at = scalarEnd(at + 1);
    if (at == NONE) return NONE;
    const byte = load<u8>(at);
    if (byte == 0x7d) return at + 1;
    if (byte != 0x2c) return NONE;
    at++;
  }
}

function scalarEnd(at: usize): usize {
  const byte = load<u8>(at);
  if (byte == 0x22) return textEnd(at);
  if (byte == 0x74 || byte == 0x66) return flagEnd(at);
  if (byte == 0x6e) return load<u32>(at) == 0x6c6c756e ? at + 4 : NONE;
  return numberEnd(at);
}
