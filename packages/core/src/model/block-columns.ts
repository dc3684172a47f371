import type { Arena } from '../kernels/arena.ts';
import { blockRows, type Column } from '../util/column.ts';
import type { TaskColumn, TaskTable } from './task-table.ts';

const columnBytes = blockRows * 8;

/**
 * Columns of the task table in an arena, a block at a time, one behind the other in the order of their names: how kernels pass over
 * the table. They are unpacked there, and a column of equal values is written once for all blocks that share it.
 */
export class BlockColumns<Name extends TaskColumn> {
  /** Where the first column stands. */
  readonly address: number;
  readonly #arena: Arena;
  readonly #tasks: TaskTable;
  readonly #names: readonly Name[];
  readonly #packed: number;
  /** The value that fills the place of each column; nothing while it holds different ones. */
  readonly #filledWith: (number | undefined)[];

  constructor(arena: Arena, tasks: TaskTable, names: readonly Name[]) {
    this.#arena = arena;
    this.#tasks = tasks;
    this.#names = names;
    this.address = arena.scratch(names.length * columnBytes);
    this.#packed = arena.scratch(columnBytes);
    this.#filledWith = names.map(() => undefined);
  }

  /** Brings all columns of one block after the other, with the number of its rows and that of the first. */
  forEach(visit: (count: number, firstRow: number) => void): void {
    const { rowCount } = this.#tasks;
    for (let firstRow = 0; firstRow < rowCount; firstRow += blockRows) {
      for (let place = 0; place < this.#names.length; place++) this.#load(place, firstRow / blockRows);
      visit(Math.min(blockRows, rowCount - firstRow), firstRow);
    }
  }

  /** Brings one column of a block, and returns where it stands. */
  load(name: Name, blockIndex: number): number {
    return this.#load(this.#names.indexOf(name), blockIndex);
  }

  #load(place: number, blockIndex: number): number {
    const into = this.address + place * columnBytes;
    const name = this.#names[place];
    if (name === undefined) return into;
    const column = this.#tasks.columns[name];
    const constant = column.constantOf(blockIndex);
    if (constant === undefined) unpackBlock(this.#arena, column, blockIndex, this.#packed, into);
    else if (this.#filledWith[place] !== constant) this.#arena.float64(into, blockRows).fill(constant);
    this.#filledWith[place] = constant;
    return into;
  }
}

/**
 * Writes rows of one block as numbers of 64 bits: all, or those from `from` to before `to`.
 *
 * @param packed where there is room for as much
 */
export function unpackBlock(
  arena: Arena,
  column: Column,
  blockIndex: number,
  packed: number,
  into: number,
  from = 0,
  to = blockRows,
): void {
  const { base, offsets } = column.storedBlock(blockIndex);
  if (offsets === undefined) {
    arena.float64(into, to - from).fill(base);
    return;
  }
  const wanted = offsets.subarray(from, to);
  arena.bytes(packed, wanted.byteLength).set(new Uint8Array(wanted.buffer, wanted.byteOffset, wanted.byteLength));
  arena.kernels.unpack(wanted.BYTES_PER_ELEMENT, packed, base, wanted.length, into);
}
