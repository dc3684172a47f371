import { text } from '../fields.ts';

/** The AWS command line writes times as ISO-8601 text (version 2) or as seconds since the epoch (version 1). */
export const awsTime = text
  .optional()
  .catch(undefined)
  .transform((value) => {
    if (value === undefined) return undefined;
    const seconds = Number(value);
    const epochMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value);
    return epochMs > 0 ? epochMs : undefined;
  });
