import { isObject, listOf, mapped, number, objectOf, optional, orElse, text, type ValueOf } from '../util/shapes.ts';

/**
 * Building blocks for tolerant event schemas. A log outlives the Spark that wrote it, so a field of the wrong type counts as
 * absent instead of taking its event down; only what an event cannot be understood without is required.
 */

/** Numbers, safe or not: Spark writes Long.MaxValue and Long.MinValue, which are beyond the safe integers. */
export const optionalNumber = optional(number);
export const optionalText = optional(text);
export const numberList = orElse(listOf(number), []);

/** An absolute time in epoch milliseconds. Spark and its forks write -1, 0, null or nothing for "unknown". */
export const optionalEpochMs = mapped(optional(number), (value) =>
  value !== undefined && value > 0 ? value : undefined,
);

/** String properties (`spark.…`, JVM); values that are not strings are left out. */
export function properties(value: unknown): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  if (!isObject(value)) return entries;
  for (const key of Object.keys(value)) {
    const property = value[key];
    if (typeof property === 'string') entries.set(key, property);
  }
  return entries;
}

/** The few properties of a job or stage that are asked for: Spark writes all that were set, many kilobytes of them. */
export const localProperties = optional(
  objectOf({
    'spark.job.description': optionalText,
    'spark.jobGroup.id': optionalText,
    'spark.scheduler.pool': optionalText,
    'spark.sql.execution.id': optionalText,
    'sql.streaming.queryId': optionalText,
  }),
);
export type LocalProperties = ValueOf<typeof localProperties>;

/** An id that stands in a property as text; none when the text is something else, as redacted values are. */
export function idFromProperty(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
