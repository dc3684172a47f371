import { beforeAll, describe, expect, it } from 'vitest';
import { memorySource } from '../ingest/byte-source.ts';
import { readLog } from '../model/read-log.ts';
import { analyse } from './build-result.ts';
import { looksLikeResult, readResults } from './read-result.ts';
import type { Result } from './schema.ts';

let result: Result;
beforeAll(async () => {
  const line = JSON.stringify({ Event: 'SparkListenerApplicationStart', 'App Name': 'x', Timestamp: 1 });
  const parts = [{ name: 'log', open: () => memorySource(new TextEncoder().encode(line)) }];
  const log = { name: 'log', layout: 'single', parts, inProgress: false, compacted: false } as const;
  result = analyse(await readLog({ ...log, missingPartIndices: [], notes: [] }), 'log');
});

const pageWith = (json: string) =>
  `<!doctype html><meta name="generator" content="cinderlog 1"><script type="application/json" id="cinderlog-result">${json}</script>`;

it('reads back a document, a list, and a page', async () => {
  expect(await readResults(JSON.stringify(result), 'a')).toEqual([result]);
  expect(await readResults(JSON.stringify([result, result], undefined, 2), 'a')).toHaveLength(2);
  expect(await readResults(pageWith(JSON.stringify(result)), 'a')).toEqual([result]);
});

it('recognises them by their beginning, and takes no log for one', () => {
  expect(looksLikeResult(JSON.stringify(result))).toBe(true);
  expect(looksLikeResult(JSON.stringify([result], undefined, 2))).toBe(true);
  expect(looksLikeResult(pageWith('{}'))).toBe(true);
  expect(looksLikeResult('{"Event":"SparkListenerLogStart"}')).toBe(false);
  expect(looksLikeResult('<!doctype html><title>Sign in</title>')).toBe(false);
});

describe('what cannot be read back is refused with a sentence', () => {
  it.each([
    ['a document that was cut', () => JSON.stringify(result).slice(0, -20), 'cut or changed'],
    ['a field of another type', () => JSON.stringify({ ...result, counts: 1 }), 'At counts:'],
    [
      'a newer version',
      () => JSON.stringify({ ...result, schemaVersion: 99 }),
      'newer cinderlog (document version 99)',
    ],
    ['a page without a document', () => '<!doctype html><p>x', 'without a cinderlog report'],
  ])('%s', async (_, text, words) => {
    const read = () => readResults(text(), 'r.json');
    await expect(read).rejects.toThrow(expect.objectContaining({ code: 'input-unreadable' }));
    await expect(read).rejects.toThrow(words);
    await expect(read).rejects.toThrow(/^r\.json .*\.$/);
  });
});
