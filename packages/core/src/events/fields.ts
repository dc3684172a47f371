import { anyObject, listOf, mapped, number, optional, orElse, text } from '../util/shapes.ts';
import { isEpochMs } from '../util/epoch.ts';

/**
 * Building blocks for tolerant event schemas. A log outlives the Spark that wrote it, so a field of the wrong type counts as
 * absent instead of taking its event down; only what an event cannot be understood without is required.
 */

/** Numbers, safe or not: Spark writes Long.MaxValue and Long.MinValue, which are beyond the safe integers. */
export const optionalNumber = optional(number);
export const optionalText = optional(text);
export const numberList = orElse(listOf(number), []);

/** An absolute time in epoch milliseconds; nothing for what {@link isEpochMs} refuses. */
export const optionalEpochMs = mapped(optional(number), (value) =>
  value !== undefined && isEpochMs(value) ? value : undefined,
);

type Properties = Readonly<Record<string, unknown>>;

/** Properties of a job or a stage: many in the log, of which few are read, by {@link propertyOf}. */
export const jobProperties = optional(anyObject);

/** A property; nothing when there is none, or it is no text. */
export function propertyOf(properties: Properties | undefined, key: string): string | undefined {
  if (properties === undefined || !Object.hasOwn(properties, key)) return undefined;
  const value = properties[key];
  return typeof value === 'string' ? value : undefined;
}

/** String properties (`spark.…`, JVM); values that are not strings are left out. */
export const properties = mapped(jobProperties, (record): ReadonlyMap<string, string> => {
  const entries = new Map<string, string>();
  for (const [key, value] of Object.entries(record ?? {})) if (typeof value === 'string') entries.set(key, value);
  return entries;
});

/** An id that stands in a property as text; none when the text is something else, as redacted values are. */
export function idFromProperty(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
