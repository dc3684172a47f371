/**
 * Short texts for numbers, shared by finding titles and all reporters: `1 h 20 m`, `41 m 7 s`, `12.3 s`, `340 ms`.
 * A part that would be zero is left out.
 */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 99_950) return `${trimZero((ms / 1000).toFixed(1))} s`;
  const totalSeconds = Math.round(ms / 1000);
  const seconds = totalSeconds % 60;
  const minutes = Math.floor(totalSeconds / 60) % 60;
  const hours = Math.floor(totalSeconds / 3600);
  if (hours === 0) return seconds === 0 ? `${minutes} m` : `${minutes} m ${seconds} s`;
  return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} m`;
}

/** A moment, as time since the start of the run: `+6.5 s`, `+20:33` (minutes and seconds), `+1:20:33`. */
export function formatOffset(ms: number): string {
  if (ms < 59_950) return `+${ms === 0 ? '0 s' : formatDuration(ms)}`;
  const totalSeconds = Math.round(ms / 1000);
  const two = (value: number) => value.toString().padStart(2, '0');
  const hours = Math.floor(totalSeconds / 3600);
  const minutes = Math.floor(totalSeconds / 60) % 60;
  return hours === 0 ? `+${minutes}:${two(totalSeconds % 60)}` : `+${hours}:${two(minutes)}:${two(totalSeconds % 60)}`;
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Binary units, as Spark counts: `512 B`, `1.5 KiB`, `16 GiB`. */
export function formatBytes(bytes: number): string {
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 1023.95 && unit < byteUnits.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${bytes < 0 ? '-' : ''}${trimZero(value.toFixed(digits))} ${byteUnits[unit] ?? 'B'}`;
}

/** An absolute time to the second, the same on every machine: `2026-11-21 01:25:15 UTC`. */
export function formatUtc(epochMs: number): string {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime())
    ? 'at an unknown time'
    : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Thousands apart by a thin mark that every terminal has: `1,234,567`. */
export function formatCount(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A share of a whole: `12.3 %`, `0.4 %`, `100 %`; what is there is never `0 %`. */
export function formatShare(ratio: number): string {
  const percent = ratio * 100;
  if (percent > 0 && percent < 0.05) return '<0.1 %';
  return `${trimZero(percent.toFixed(percent >= 99.95 ? 0 : 1))} %`;
}

function trimZero(text: string): string {
  return text.replace(/\.0$/, '');
}

/** `1 task`, `2 tasks`. */
export function plural(count: number, singular: string, several = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : several}`;
}

/** A value of evidence in its own unit: `ms`, `bytes`, `ratio`; what has no such unit keeps it behind the number. */
export function formatMeasure(value: number, unit: string | undefined): string {
  switch (unit) {
    case 'ms':
      return formatDuration(value);
    case 'bytes':
      return formatBytes(value);
    case 'ratio':
      return formatShare(value);
    case undefined:
    case 'tasks':
      return formatNumber(value);
    default:
      return `${formatNumber(value)} ${unit}`;
  }
}

function formatNumber(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : value.toPrecision(3);
}

/** `1`, `1 and 2`, `1, 2 and 3`; beyond `most`, how many more there are. */
export function joinWords(words: readonly string[], most = Number.POSITIVE_INFINITY): string {
  const shown = words.length > most ? [...words.slice(0, most), `${words.length - most} more`] : words;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
