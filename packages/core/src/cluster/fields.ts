import * as z from 'zod';
import { isObject } from '../util/is-object.ts';

/**
 * Building blocks for tolerant schemas of the cluster's files. Numbers arrive as text, because ids of 64 bits must stay exact;
 * a field of the wrong type counts as absent.
 */
const numeric = z
  .union([z.number(), z.string().regex(/^\s*-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$/)])
  .transform(Number)
  .refine(Number.isFinite);

export const optionalNumber = numeric.optional().catch(undefined);
/** Absent and zero mean the same in most of these files, which leave zeros out. */
export const count = numeric.catch(0);

/** Text; numbers are taken as they are written. */
export const text = z.union([z.string(), z.number().transform(String)]);
export const optionalText = text
  .nullish()
  .catch(undefined)
  .transform((value) => value ?? undefined);
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

const unreadField = z
  .unknown()
  .optional()
  .transform(() => undefined);

/** Fields of a platform's records that are known by name and thrown away. */
export function unread<Name extends string>(...names: Name[]): Record<Name, typeof unreadField> {
  return Object.fromEntries(names.map((name) => [name, unreadField])) as Record<Name, typeof unreadField>;
}

/** The fields that a platform is known to write at one place of its records. */
export interface KnownFields {
  /** Keys that lead there from the record; of lists, every member is looked at. */
  readonly at: readonly string[];
  readonly schema: z.ZodObject;
}

/** Calls back with the path of each field that a record has and the platform is not known to write. */
export function forEachUnknownField(
  record: unknown,
  known: readonly KnownFields[],
  visit: (path: string) => void,
): void {
  for (const { at, schema } of known) {
    for (const value of valuesAt(record, at)) {
      if (!isObject(value)) continue;
      for (const key of Object.keys(value)) if (!Object.hasOwn(schema.shape, key)) visit([...at, key].join('.'));
    }
  }
}

function valuesAt(record: unknown, keys: readonly string[]): readonly unknown[] {
  return keys.reduce<readonly unknown[]>(
    (values, key) => values.flatMap((value) => (isObject(value) ? value[key] : [])),
    [record],
  );
}
