import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  either,
  listOf,
  mapped,
  number,
  objectOf,
  optional,
  orElse,
  pairOf,
  readAs,
  recordOf,
  text,
} from './shapes.ts';

const shape = mapped(
  objectOf({
    id: number,
    name: optional(text),
    parents: orElse(listOf(number), []),
    amounts: optional(recordOf(either(text, number))),
    update: optional(pairOf(number, number)),
    inner: optional(objectOf({ id: text })),
  }),
  (value) => ({ ...value, id: value.id + 1 }),
);

/** The same in the words of a library. */
const schema = z
  .object({
    id: z.number(),
    name: z.string().optional().catch(undefined),
    parents: z.array(z.number()).catch([]),
    amounts: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .optional()
      .catch(undefined),
    update: z.tuple([z.number(), z.number()]).optional().catch(undefined),
    inner: z.object({ id: z.string() }).optional().catch(undefined),
  })
  .transform((value) => ({ ...value, id: value.id + 1 }));

const scalar = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.string(),
  fc.constantFrom<unknown>(null, true, undefined, '__proto__'),
);
const field = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('id', 'a', '__proto__'), scalar),
);
const record = fc.record(
  {
    id: fc.oneof(fc.integer(), field),
    name: field,
    parents: field,
    amounts: field,
    update: field,
    inner: field,
    more: field,
  },
  { requiredKeys: ['id'] },
);

describe('shapes', () => {
  it('read and refuse what a library of schemas does', () => {
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: record }, field), (value) => {
        expect(readAs(shape, value)).toEqual(schema.safeParse(value).data);
      }),
      { numRuns: 2000 },
    );
  });
});
