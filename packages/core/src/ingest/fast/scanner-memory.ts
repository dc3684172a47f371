import { instantiate, pageBytes, type WasmMemory, type WasmModule } from '../../util/web-assembly.ts';
import { places, tailBytes } from './wasm-memory.ts';

interface ScannerExports {
  readonly memory: WasmMemory;
  readonly scan: (start: number, end: number, maxLineBytes: number) => number;
  /** Code of a text in the module's memory; -1 when there is no room for it. */
  readonly codeOfText: (start: number, length: number) => number;
  /** Bytes per offset of the column of a full block, which it leaves in memory. */
  readonly packColumn: (column: number) => number;
  readonly findControlByte: (start: number, end: number) => number;
}

/** An instance of the module, and the part of its memory into which bytes may be read. It never grows. */
export interface ScannerMemory {
  readonly exports: ScannerExports;
  readonly input: Uint8Array;
}

const memories = new WeakMap<ArrayBufferLike, ScannerMemory>();

/** A fresh instance with room for `inputBytes`. */
export function newScannerMemory(module: WasmModule, inputBytes: number): ScannerMemory {
  const exports = instantiate(module) as ScannerExports;
  const missing = places.input + inputBytes + tailBytes - exports.memory.buffer.byteLength;
  if (missing > 0) exports.memory.grow(Math.ceil(missing / pageBytes));
  const { buffer } = exports.memory;
  const memory = { exports, input: new Uint8Array(buffer, places.input, inputBytes) };
  memories.set(buffer, memory);
  return memory;
}

/** The instance in whose memory these bytes lie. */
export function memoryOf(bytes: Uint8Array): ScannerMemory | undefined {
  return memories.get(bytes.buffer);
}
