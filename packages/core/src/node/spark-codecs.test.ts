import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { decodeSource, makeDecodeProgress } from '../ingest/decode.ts';
import { findLogs } from './find-logs.ts';

// Written by Spark itself (see fixtures/lab): the same small job with each codec, in each layout.
const logs = fileURLToPath(new URL('../../../../fixtures/logs/', import.meta.url));

describe.each([
  ['codec-zstd-single', 'zstd'],
  ['codec-zstd-rolling', 'zstd'],
  ['codec-zstd-rolling-several-files', 'zstd'],
  ['codec-lz4-single', 'lz4-block'],
  ['codec-lz4-rolling', 'lz4-block'],
  ['codec-snappy-single', 'xerial-snappy'],
  ['codec-snappy-rolling', 'xerial-snappy'],
  ['codec-lzf-single', 'lzf'],
  ['codec-lzf-rolling', 'lzf'],
  ['codec-none-single', 'plain'],
  ['codec-none-rolling', 'plain'],
])('%s', (name, codecId) => {
  test.runIf(existsSync(logs + name))('is whole: JSON lines from the start of the log to its end', async () => {
    const found = await findLogs([logs + name]);
    expect(found.refused).toEqual([]);
    expect(found.logs).toHaveLength(1);
    const log = found.logs[0]!;
    expect(log).toMatchObject({ layout: name.includes('rolling') ? 'rolling' : 'single', missingPartIndices: [] });
    const progress = makeDecodeProgress();
    const pieces = log.parts.flatMap((part, index) =>
      Array.from(decodeSource(part.open(), { name: part.name, isLaterPart: index > 0, progress }), (bytes) =>
        Buffer.from(bytes),
      ),
    );
    const lines = Buffer.concat(pieces).toString().trimEnd().split('\n');
    const events = lines.map((line) => (JSON.parse(line) as { Event: string }).Event);
    expect(events[0]).toBe('SparkListenerLogStart');
    expect(events).toContain('SparkListenerApplicationEnd');
    expect(new Set(progress.codecIds)).toEqual(new Set([codecId]));
  });
});
