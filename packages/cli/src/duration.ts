const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Reads `30s`, `1.5m`, `1h30m` or `1 h 30 m` to milliseconds. A unit is required: a bare number is a second to some and a
 * millisecond to others. Returns nothing for what is not a duration above zero.
 */
export function parseDuration(text: string): number | undefined {
  const compact = text.replace(/\s+/g, '').toLowerCase();
  if (!/^(\d+(\.\d+)?(ms|s|min|m|h|d))+$/.test(compact)) return undefined;
  let totalMs = 0;
  const seen = new Set<number>();
  for (const [, number = '', unit = ''] of compact.matchAll(/(\d+(?:\.\d+)?)(ms|s|min|m|h|d)/g)) {
    const factor = unitMs[unit] ?? 0;
    // `5s5s` is a slip of the hand, not ten seconds.
    if (seen.has(factor)) return undefined;
    seen.add(factor);
    totalMs += Number(number) * factor;
  }
  return totalMs > 0 && Number.isFinite(totalMs) ? totalMs : undefined;
}
