import * as z from 'zod';

export const ms = z.number();
export const count = z.number().nonnegative();
export const optionalText = z.string().optional();
export const logPlace = z
  .strictObject({ file: z.string(), line: count, byteOffset: count })
  .describe('Where it stands in the log; the offset counts unpacked bytes.');
