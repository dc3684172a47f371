import { loadedModule } from './module.ts';
import { memoryOf, newScannerMemory } from './scanner-memory.ts';

/** Given back, and good for the next file: memories of modules are too large to make one for each part of a log. */
const idle: Uint8Array[] = [];
const mostIdle = 4;

/** A buffer that {@link findControlByteFast} can search; an ordinary one where there is no WebAssembly with SIMD. */
export function borrowBuffer(bytes: number): Uint8Array {
  const module = loadedModule();
  if (module === undefined) return new Uint8Array(bytes);
  const known = idle.findIndex((buffer) => buffer.length >= bytes);
  const [buffer] = known < 0 ? [newScannerMemory(module, bytes).input] : idle.splice(known, 1);
  return (buffer ?? new Uint8Array(bytes)).subarray(0, bytes);
}

/** Makes a borrowed buffer free for others; nothing may use it any more. */
export function returnBuffer(buffer: Uint8Array): void {
  const memory = memoryOf(buffer);
  if (memory !== undefined && idle.length < mostIdle) idle.push(memory.input);
}

/** `findControlByte` of a view of a borrowed buffer; nothing for other bytes. */
export function findControlByteFast(bytes: Uint8Array, start: number): number | undefined {
  const memory = memoryOf(bytes);
  if (memory === undefined) return undefined;
  const { byteOffset } = bytes;
  return memory.exports.findControlByte(byteOffset + start, byteOffset + bytes.length) - byteOffset;
}
