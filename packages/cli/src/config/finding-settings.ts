import { findingKinds, findingLimits, settingName, type LimitSet, type LimitUnit } from '@cinderlog/core';
import * as z from 'zod';
import { bytes, duration, share, wholeNumber } from './units.ts';

const schemaOfUnit = {
  ms: duration,
  bytes,
  share,
  count: wholeNumber,
  ratio: z.number('a number is needed').nonnegative('a number from 0 is needed'),
  score: z.number('a number is needed').nonnegative('a number from 0 is needed'),
} as const satisfies Record<LimitUnit, z.ZodType>;

/** What a configuration may set of a kind: each limit under its name, with the reason for the usual value. */
function limitsOfKind({ limits }: LimitSet) {
  const shape = Object.entries(limits).map(([name, { unit, reason }]) => [
    settingName(name),
    schemaOfUnit[unit].optional().describe(reason),
  ]);
  return z
    .strictObject(Object.fromEntries(shape) as Record<string, z.ZodType<number | undefined>>)
    .transform((set) => Object.fromEntries(Object.keys(limits).map((name) => [name, set[settingName(name)]])));
}

const limits = z
  .strictObject(Object.fromEntries(findingLimits.map((set) => [set.kind, limitsOfKind(set).optional()])))
  .describe('Limits of kinds of findings; `every-kind` holds those that all share.');

const kind = z.enum(
  findingKinds.map(({ id }) => id),
  'this is no kind of finding; `cinderlog explain` lists them',
);

const suppression = z
  .strictObject({
    id: z.string().min(1).optional().describe('Of the finding, as a report in JSON has it; * is any text.'),
    kind: kind.optional(),
    application: z.string().min(1).optional().describe('Only in applications of this name; * is any text.'),
    reason: z.string('a reason is needed').min(1, 'a reason is needed'),
    expires: z
      .string('a day is needed, such as 2027-03-31')
      .refine(isDay, 'a day is needed, such as 2027-03-31')
      .describe('The last day on which it holds, in UTC.'),
  })
  .refine((rule) => rule.id !== undefined || rule.kind !== undefined, 'an id or a kind is needed');

export const findingSettings = z.strictObject({
  limits: limits.optional(),
  suppress: z.array(suppression).optional().describe('Findings that are known and accepted for a while.'),
});

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  // 30 February would become a day in March.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
