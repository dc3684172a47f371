const unitBytes: Readonly<Record<string, number>> = {
  b: 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
  p: 2 ** 50,
};

/**
 * Bytes of a memory setting as Spark writes them: `4g`, `512m`, `1024k`, `2gb`; nothing when it is absent or is no such text.
 *
 * @param plainUnitBytes what a number without a unit counts: 1, or 2^20 for the settings that Spark takes in MiB
 */
export function parseMemorySetting(text: string | undefined, plainUnitBytes = 1): number | undefined {
  const match = /^\s*(\d+)\s*([bkmgtp])?b?\s*$/i.exec(text ?? '');
  if (match?.[1] === undefined) return undefined;
  const unit = match[2];
  return Number(match[1]) * (unit === undefined ? plainUnitBytes : (unitBytes[unit.toLowerCase()] ?? 1));
}

/** Bytes as a setting, in whole GiB where that is near enough, else in MiB. */
export function formatMemorySetting(bytes: number): string {
  const gibibytes = bytes / 2 ** 30;
  return gibibytes >= 4 || Number.isInteger(gibibytes) ? `${Math.ceil(gibibytes)}g` : `${Math.ceil(bytes / 2 ** 20)}m`;
}
