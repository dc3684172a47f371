import * as z from 'zod';
import { parseDuration } from '../duration.ts';

const byteFactors: Readonly<Record<string, number>> = { b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** Reads `512m`, `1.5 GiB` or `2gb` as Spark does: all units are binary. Nothing for what is not a size. */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(b|[kmgt])(?:i?b)?$/i.exec(text.trim());
  if (match === null) return undefined;
  return Number(match[1]) * (byteFactors[(match[2] ?? 'b').toLowerCase()] ?? 1);
}

/** Reads `12.5 %` to a share of 0 to 1. */
export function parseShare(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim());
  const share = match === null ? Number.NaN : Number(match[1]) / 100;
  return share >= 0 && share <= 1 ? share : undefined;
}

function textWith(parse: (text: string) => number | undefined, hint: string) {
  return z.string({ error: hint }).transform((text, context) => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: hint });
    return z.NEVER;
  });
}

/** To milliseconds. */
export const duration = textWith(parseDuration, 'a duration with its unit is needed, such as 90s or 1h30m');
/** To bytes. */
export const bytes = textWith(parseBytes, 'a size with its unit is needed, such as 512m or 2g');
/** To 0 to 1. */
export const share = textWith(parseShare, 'a share from 0 % to 100 % is needed, such as 10 %');
export const wholeNumber = z.int('a whole number is needed').nonnegative('a whole number is needed');
