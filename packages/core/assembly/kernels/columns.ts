/** Rows per block of a table; the columns of a block stand one behind the other. */
const BLOCK_ROWS_LOG2: u32 = 13;

/** Where the column stands that a pass named in this place. */
// @ts-ignore: decorator
@inline
export function column(columns: usize, index: u32): usize {
  return columns + ((<usize>index) << (BLOCK_ROWS_LOG2 + 3));
}

// @ts-ignore: decorator
@inline
export function at(column: usize, row: u32): f64 {
  return load<f64>(column + ((<usize>row) << 3));
}

/** For codes and indexes. */
// @ts-ignore: decorator
@inline
export function codeAt(column: usize, row: u32): u32 {
  return <u32>(<i32>load<f64>(column + ((<usize>row) << 3)));
}

/** Writes `base` plus each of `count` offsets, of `width` bytes each (8: numbers of 64 bits), as numbers of 64 bits. */
export function unpack(width: u32, offsets: usize, base: f64, count: u32, into: usize): void {
  if (width == 1) unpackOf<u8>(offsets, base, count, into);
  else if (width == 2) unpackOf<u16>(offsets, base, count, into);
  else if (width == 4) unpackOf<u32>(offsets, base, count, into);
  else unpackOf<f64>(offsets, base, count, into);
}

// @ts-ignore: decorator
@inline
function unpackOf<T>(offsets: usize, base: f64, count: u32, into: usize): void {
  const end = into + ((<usize>count) << 3);
  for (let from = offsets; into < end; into += 8) {
    store<f64>(into, base + <f64>load<T>(from));
    from += sizeof<T>();
  }
}
