/** All buffers of typed arrays in plain data, each once: they are handed over instead of being copied. */
export function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) buffersOf(child, found);
  }
  return [...found];
}
