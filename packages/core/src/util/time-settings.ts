const unitMs: Readonly<Record<string, number>> = {
  us: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Milliseconds of a time setting as Spark writes them: `60s`, `2min`, `1h`; nothing when it is absent or is no such text.
 *
 * @param plainUnitMs what a number without a unit counts: most time-outs are in seconds
 */
export function parseTimeSetting(text: string | undefined, plainUnitMs = 1_000): number | undefined {
  const match = /^\s*(\d+)\s*([a-z]+)?\s*$/i.exec(text ?? '');
  if (match?.[1] === undefined) return undefined;
  const unit = match[2] === undefined ? plainUnitMs : unitMs[match[2].toLowerCase()];
  return unit === undefined ? undefined : Number(match[1]) * unit;
}
