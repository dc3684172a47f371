/** Where everything lies in the scanner module's memory: the same map as in `assembly/memory.ts`. */
export const places = {
  lineCount: 0,
  entryCount: 4,
  startsCount: 8,
  endsCount: 12,
  textCount: 16,
  masks: 256,
  lines: 1024,
  entries: 2048,
  textTable: 135_168,
  literals: 786_432,
  steps: 1_048_576,
  columns: 1_310_720,
  input: 2_097_152,
} as const;

export const lineWords = 5;
export const vectorBytes = 16;
export const pageBytes = 65_536;
/** Zeros behind the input; more than any step reads at once. */
export const tailBytes = 64;
