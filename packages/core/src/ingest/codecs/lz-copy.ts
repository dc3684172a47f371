/**
 * Below this many bytes a plain loop beats the call into the engine's block copy (measured with `bench/codecs.ts`;
 * anything from 32 to 96 does).
 */
const blockCopyBytes = 48;

/**
 * Repeats earlier output: copies `length` bytes from `distance` bytes back to `position`. Where the distance is shorter
 * than the length, bytes just written are read again, which is how these formats write runs.
 */
export function copyMatch(output: Uint8Array, position: number, distance: number, length: number): void {
  let from = position - distance;
  if (length >= blockCopyBytes && distance >= length) {
    output.copyWithin(position, from, from + length);
    return;
  }
  const end = position + length;
  for (let to = position; to < end; to++) output[to] = output[from++] ?? 0;
}

/** Copies `length` bytes of input at `from` to the output at `to`. */
export function copyLiterals(input: Uint8Array, from: number, output: Uint8Array, to: number, length: number): void {
  if (length >= blockCopyBytes) {
    output.set(input.subarray(from, from + length), to);
    return;
  }
  const end = to + length;
  let source = from;
  for (let target = to; target < end; target++) output[target] = input[source++] ?? 0;
}
