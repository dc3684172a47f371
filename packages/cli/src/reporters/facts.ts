import { formatMeasure, type ResultFinding } from '@cinderlog/core';

type Evidence = ResultFinding['evidence'][number];

/** One fact of a finding in words, not yet escaped: `longest task 20 s (limit 5 s)`, `message: Job aborted`. */
export function factOf({ name, value, unit, limit }: Evidence): string {
  if (typeof value === 'string') return `${name}: ${value}`;
  const bound = limit === undefined ? '' : ` (limit ${formatMeasure(limit, unit)})`;
  return `${name} ${formatMeasure(value, unit)}${bound}`;
}

/** Where a fact stands, as `cinderlog show` takes it, with the offset into the unpacked bytes: `events_1:77 (byte 41230)`. */
export function placeOf({ file, line, byteOffset }: NonNullable<Evidence['source']>): string {
  return `${file}:${line} (byte ${byteOffset})`;
}
