/** The first byte between two addresses that no text holds: below a space, and neither tab nor line end; else `end`. */
export function findControlByte(start: usize, end: usize): usize {
  let at = start;
  for (; at + 128 <= end; at += 128) {
    const lowest = i8x16.min_u(lowestOf64(at), lowestOf64(at + 64));
    if (!v128.any_true(i8x16.lt_u(lowest, i8x16.splat(0x20)))) continue;
    for (let from = at; from < at + 128; from += 16) {
      const bits = i8x16.bitmask(controlsAt(from));
      if (bits != 0) return from + ctz(bits);
    }
  }
  for (; at < end; at++) if (isControl(load<u8>(at))) return at;
  return end;
}

// @ts-ignore: decorator
@inline
function lowestOf64(at: usize): v128 {
  return i8x16.min_u(
    i8x16.min_u(v128.load(at), v128.load(at, 16)),
    i8x16.min_u(v128.load(at, 32), v128.load(at, 48)),
  );
}

// @ts-ignore: decorator
@inline
function controlsAt(at: usize): v128 {
  const bytes = v128.load(at);
  const lineEnds = v128.or(i8x16.eq(bytes, i8x16.splat(0x0a)), i8x16.eq(bytes, i8x16.splat(0x0d)));
  const allowed = v128.or(lineEnds, i8x16.eq(bytes, i8x16.splat(0x09)));
  return v128.andnot(i8x16.lt_u(bytes, i8x16.splat(0x20)), allowed);
}

function isControl(byte: u32): bool {
  return byte < 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09;
}
