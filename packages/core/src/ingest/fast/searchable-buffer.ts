import { loadedModule } from './module.ts';
import { pageBytes, places } from './wasm-memory.ts';
import { instantiate, type WasmMemory } from './web-assembly.ts';

interface Searcher {
  readonly memory: WasmMemory;
  readonly findControlByte: (start: number, end: number) => number;
}

const searchers = new WeakMap<ArrayBufferLike, Searcher>();
/** Given back, and good for the next file: memories of modules are too large to make one for each part of a log. */
const idle: Searcher[] = [];
const mostIdle = 4;

/** A buffer that {@link findControlByteFast} can search; an ordinary one where there is no WebAssembly with SIMD. */
export function borrowBuffer(bytes: number): Uint8Array {
  const module = loadedModule();
  if (module === undefined) return new Uint8Array(bytes);
  const searcher = idle.pop() ?? (instantiate(module) as Searcher);
  const missing = places.input + bytes - searcher.memory.buffer.byteLength;
  if (missing > 0) searcher.memory.grow(Math.ceil(missing / pageBytes));
  searchers.set(searcher.memory.buffer, searcher);
  return new Uint8Array(searcher.memory.buffer, places.input, bytes);
}

/** Makes a borrowed buffer free for others; nothing may use it any more. */
export function returnBuffer(buffer: Uint8Array): void {
  const searcher = searchers.get(buffer.buffer);
  if (searcher === undefined) return;
  searchers.delete(buffer.buffer);
  if (idle.length < mostIdle) idle.push(searcher);
}

/** `findControlByte` of a view of a borrowed buffer; nothing for other bytes. */
export function findControlByteFast(bytes: Uint8Array, start: number): number | undefined {
  const searcher = searchers.get(bytes.buffer);
  if (searcher === undefined) return undefined;
  const { byteOffset } = bytes;
  return searcher.findControlByte(byteOffset + start, byteOffset + bytes.length) - byteOffset;
}
