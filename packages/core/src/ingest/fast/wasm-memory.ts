/** Where everything lies in the scanner module's memory: the same map as in `assembly/memory.ts`. */
export const places = {
  lineCount: 0,
  startsCount: 8,
  endsCount: 12,
  textCount: 16,
  packedBase: 24,
  masks: 256,
  lines: 1024,
  textTable: 135_168,
  literals: 786_432,
  steps: 1_048_576,
  starts: 1_310_720,
  order: 1_507_328,
  packed: 1_523_712,
  ends: 1_572_864,
  desk: 4_456_448,
  input: 5_570_560,
} as const;

export const lineWords = 5;
export const vectorBytes = 16;
/** Zeros behind the desk and the input; more than any step reads at once. */
export const tailBytes = 1024;
export const deskBytes = places.input - places.desk - tailBytes;
