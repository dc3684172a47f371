import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { refusalOf } from './not-a-log.ts';

const head = (text: string) => new TextEncoder().encode(text);

test.each([
  ['[\n{"Event":"x"}]', 'input-not-a-log', 'f is one JSON array.'],
  ['{\n  "Event": "x"\n}', 'input-not-a-log', 'f is JSON spread over several lines.'],
  ['{"runs":[{"job_id":1,"run_id":2,"state":{}}]}', 'input-not-a-log', 'give it with --job-runs'],
  ['{\n "events": [{"cluster_id":"c","timestamp":1,"type":"RUNNING"}]}', 'input-not-a-log', 'with --cluster-events'],
  ['{"apiVersion":"v1","kind":"List","items":[]}', 'input-not-a-log', 'with --cluster-log'],
  ['24/05/01 10:00:00 INFO SparkContext: Running', 'input-not-a-log', 'f is a text log'],
  ['2024-05-01T10:00:00.123Z WARN [main] x', 'input-not-a-log', 'f is a text log'],
  ['<!DOCTYPE html><title>Sign in</title>', 'input-not-a-log', 'f is a web page'],
  ['PK\u0003\u0004', 'input-not-a-log', 'f is a zip archive inside another file or stream'],
  ['PAR1', 'input-not-a-log', 'f is a Parquet file'],
  ['', 'input-empty', 'f is empty'],
  [' \n\n', 'input-empty', 'f is empty'],
  ['\u001b[31mred\u0007', 'input-not-a-log', 'it starts with 1b 5b 33 31 6d 72 65 64 07 (.[31mred.).'],
])('%j is refused', (text, code, words) => {
  const error = refusalOf('f', head(text));
  expect(error?.code).toBe(code);
  expect(error?.message).toContain(words);
});

test.each(['{"Event":"x"}\n', '\ufeff{"Event":"x"}\n', '\n\n{"Event":"x"}\n'])('%j may be a log', (text) => {
  expect(refusalOf('f', head(text))).toBeUndefined();
});

test.each([
  [[0xff, 0xfe, 0x7b, 0], 'f is text in UTF-16, as PowerShell writes it'],
  [[0x89, 0x50, 0x4e, 0x47, 0x0d], 'f is a picture'],
])('bytes %j are refused', (bytes, words) => {
  expect(refusalOf('f', Uint8Array.from(bytes))?.message).toContain(words);
});

test('hadoop snappy, which has no magic number, is refused with its first bytes', () => {
  const bytes = readFileSync(new URL('../../../../fixtures/codecs/hadoop.snappy', import.meta.url));
  expect(refusalOf('f', bytes)?.message).toMatch(/^f is not an event log, or it is encrypted .* 00 02 01 98 /);
});
