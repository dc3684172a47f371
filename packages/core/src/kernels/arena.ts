import { pageBytes } from '../util/web-assembly.ts';
import { newKernels, type Kernels } from './kernels.ts';

/** Below it, kernels keep what they count with (`assembly/kernels/radix-sort.ts`). */
const firstPlace = 65_536;
/** Every place begins at a whole number of 64 bits. */
const alignment = 8;

/** Instances that nobody uses at the moment; their memory stays as large as it once had to be. */
const idle: Arena[] = [];

/**
 * Lets `work` use kernels, with memory that is handed out place by place and taken back as a whole when it returns: whatever it wants
 * to keep it has to copy. Calls within calls get an arena of their own.
 */
export function inArena<Result>(work: (arena: Arena) => Result): Result {
  const arena = idle.pop() ?? new Arena();
  try {
    return work(arena);
  } finally {
    arena.clear();
    idle.push(arena);
  }
}

/** The memory of one instance of the kernels. */
export class Arena {
  readonly kernels: Kernels = newKernels();
  #end = firstPlace;

  /** The address of so many bytes, all zero. Memory may grow for it, which ends the life of all views made before. */
  place(bytes: number): number {
    const address = this.scratch(bytes);
    this.bytes(address, bytes).fill(0);
    return address;
  }

  /** The same for what is written before it is read: with whatever stood there last. */
  scratch(bytes: number): number {
    const address = this.#end;
    this.#end = Math.ceil((address + bytes) / alignment) * alignment;
    const { memory } = this.kernels;
    const missing = this.#end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    return address;
  }

  /** The same with these numbers in it. */
  placeOf(values: Uint8Array | Uint32Array | Float64Array): number {
    const address = this.scratch(values.byteLength);
    this.bytes(address, values.byteLength).set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    return address;
  }

  bytes(address: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.kernels.memory.buffer, address, length);
  }

  uint32(address: number, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.kernels.memory.buffer, address, length);
  }

  float64(address: number, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.kernels.memory.buffer, address, length);
  }

  /** Takes all places back. */
  clear(): void {
    this.#end = firstPlace;
  }
}
