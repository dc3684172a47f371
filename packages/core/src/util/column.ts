const blockBits = 13;
/** Rows per block: the unit in which columns are packed and read. */
export const blockRows = 2 ** blockBits;

type PackedArray = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** One finished block: `base + offsets[i]`, or `base` alone where all rows are equal. */
export interface PackedBlock {
  base: number;
  readonly offsets: PackedArray | undefined;
}

/** How many rows of the block that all columns of a table are filling are filled. */
export interface OpenRows {
  count: number;
}

/**
 * A column of numbers. Finished blocks are packed to the narrowest exact form (constant, base plus 8, 16 or 32
 * bits, else float64), so ten million rows of task columns stay in memory; the last block is open, and belongs to whoever
 * fills it.
 */
export class Column {
  #blocks: PackedBlock[] = [];
  #open: Float64Array;
  #rows: OpenRows;

  /** `open` has room for {@link blockRows} values, and holds as many as `rows` says. */
  constructor(open: Float64Array, rows: OpenRows) {
    this.#open = open;
    this.#rows = rows;
  }

  get length(): number {
    return this.#blocks.length * blockRows + this.#rows.count;
  }

  /** The open block is full, and this is what becomes of it. */
  seal(block: PackedBlock): void {
    this.#blocks.push(block);
  }

  /** The open block goes on elsewhere; its rows are there already. */
  moveTo(open: Float64Array, rows: OpenRows): void {
    this.#open = open;
    this.#rows = rows;
  }

  /** The value of one row; 0 behind the end. For whole passes use {@link readBlock}. */
  at(row: number): number {
    const offset = row & (blockRows - 1);
    const block = this.#blocks[row >>> blockBits];
    if (block === undefined) return offset < this.#rows.count ? (this.#open[offset] ?? 0) : 0;
    if (block.offsets === undefined) return block.base;
    const value = block.offsets[offset] ?? 0;
    return block.base === 0 ? value : block.base + value;
  }

  get blockCount(): number {
    return this.#blocks.length + (this.#rows.count > 0 ? 1 : 0);
  }

  /** Writes the rows of one block to the start of `into` (at least {@link blockRows} long); returns how many. */
  readBlock(blockIndex: number, into: Float64Array): number {
    const block = this.#blocks[blockIndex];
    if (block === undefined) {
      const { count } = this.#rows;
      into.set(this.#open.subarray(0, count));
      return count;
    }
    const { base, offsets } = block;
    if (offsets === undefined) into.fill(base, 0, blockRows);
    else {
      into.set(offsets);
      // In a loop over one kind of array: several times faster than one over all kinds of offsets.
      if (base !== 0) for (let i = 0; i < blockRows; i++) into[i] = base + (into[i] ?? 0);
    }
    return blockRows;
  }

  /** One block as it is kept; the open one unpacked, as far as it is filled. To be read at once, never changed. */
  storedBlock(blockIndex: number): PackedBlock {
    return this.#blocks[blockIndex] ?? { base: 0, offsets: this.#open.subarray(0, this.#rows.count) };
  }

  /** The value that all rows of a finished block share; nothing where they differ, or the block is open. */
  constantOf(blockIndex: number): number | undefined {
    const block = this.#blocks[blockIndex];
    return block?.offsets === undefined ? block?.base : undefined;
  }

  /** Adds `delta` to every row. Costs a step per block, not per row. */
  shift(delta: number): void {
    for (const block of this.#blocks) block.base += delta;
    for (let i = 0; i < this.#rows.count; i++) this.#open[i] = (this.#open[i] ?? 0) + delta;
  }

  /** Bytes held by the packed blocks. */
  get packedBytes(): number {
    return this.#blocks.reduce((bytes, { offsets }) => bytes + (offsets?.byteLength ?? 8), 0);
  }
}

/** Stands for a column of which only the open block is kept. */
export class DroppedColumn extends Column {
  readonly #name: string;

  constructor(name: string, open: Float64Array, rows: OpenRows) {
    super(open, rows);
    this.#name = name;
  }

  override seal(): void {
    // That is the point of it.
  }

  override at(): number {
    throw this.#error();
  }

  override readBlock(): number {
    throw this.#error();
  }

  override storedBlock(): PackedBlock {
    throw this.#error();
  }

  override constantOf(): number | undefined {
    throw this.#error();
  }

  #error(): Error {
    return new Error(`${this.#name} was not kept when the log was read`);
  }
}

/** Packs a full block of values. */
export function packBlock(values: Float64Array): PackedBlock {
  const first = values[0] ?? 0;
  let min = first;
  let max = first;
  let sum = 0;
  for (let i = 0; i < blockRows; i++) {
    const value = values[i] ?? 0;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  const range = max - min;
  const isExact =
    // The sum is not finite when a value is not.
    Number.isFinite(sum) &&
    Number.isSafeInteger(min) &&
    Number.isSafeInteger(max) &&
    !holdsNegativeZero(values, min, max);
  if (!isExact) return unpacked(values);
  if (range === 0) return { base: min, offsets: undefined };
  const offsets =
    range < 2 ** 8
      ? new Uint8Array(blockRows)
      : range < 2 ** 16
        ? new Uint16Array(blockRows)
        : range < 2 ** 32
          ? new Uint32Array(blockRows)
          : undefined;
  if (offsets === undefined || !subtract(values, min)) return unpacked(values);
  offsets.set(scratch);
  return { base: min, offsets };
}

/** One kind of array in the loop, and the narrowing left to the engine: several times faster than a loop over all kinds. */
const scratch = new Float64Array(blockRows);

/** Fills {@link scratch}; false when a value is not a whole number. */
function subtract(values: Float64Array, min: number): boolean {
  let isWhole = true;
  for (let i = 0; i < blockRows; i++) {
    const offset = (values[i] ?? 0) - min;
    scratch[i] = offset;
    if (Math.floor(offset) !== offset) isWhole = false;
  }
  return isWhole;
}

function unpacked(values: Float64Array): PackedBlock {
  return { base: 0, offsets: values.slice() };
}

/** `base + offset` would lose its sign. */
function holdsNegativeZero(values: Float64Array, min: number, max: number): boolean {
  if (min > 0 || max < 0) return false;
  for (let i = 0; i < blockRows; i++) if (Object.is(values[i], -0)) return true;
  return false;
}
