import * as z from 'zod';

/**
 * Building blocks for tolerant schemas of the cluster's files. Numbers arrive as text, because ids of 64 bits must stay exact;
 * a field of the wrong type counts as absent.
 */
const numeric = z
  .union([z.number(), z.string().regex(/^\s*-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$/)])
  .transform(Number)
  .refine(Number.isFinite);

export const number = numeric;
export const optionalNumber = numeric.optional().catch(undefined);
/** Absent and zero mean the same in most of these files, which leave zeros out. */
export const count = numeric.catch(0);

/** Text; numbers are taken as they are written. */
export const text = z.union([z.string(), z.number().transform(String)]);
export const optionalText = text
  .nullish()
  .catch(undefined)
  .transform((value) => value ?? undefined);
export const optionalBoolean = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')])
  .optional()
  .catch(undefined);

/** An absolute time: epoch milliseconds, or ISO-8601 text. Zero and less mean "not yet". */
export const epochMs = z
  .union([numeric, z.string().transform((value) => Date.parse(value))])
  .refine((value) => value > 0);
export const optionalEpochMs = epochMs.optional().catch(undefined);

/** A list whose unreadable members are left out. */
export function listOf<Schema extends z.ZodType>(schema: Schema) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((values): z.output<Schema>[] =>
      values.flatMap((value) => {
        const decoded = schema.safeParse(value);
        return decoded.success ? [decoded.data] : [];
      }),
    );
}

export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Calls back for each key of an object that the schema does not have. */
export function forEachUnknownField(schema: z.ZodObject, value: unknown, visit: (name: string) => void): void {
  if (!isObject(value)) return;
  for (const key of Object.keys(value)) if (!(key in schema.shape)) visit(key);
}
