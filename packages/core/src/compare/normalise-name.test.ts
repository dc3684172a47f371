import { describe, expect, it } from 'vitest';
import { normaliseCallSite, normaliseName } from './normalise-name.ts';

describe('names', () => {
  it.each([
    ['load 2026-11-21', 'load #'],
    ["SELECT * FROM t WHERE name = 'O''Brien' AND n > 42", 'SELECT * FROM t WHERE name = ? AND n > #'],
    ['read "a\\"b" twice', 'read ? twice'],
    ['copy s3://bucket/secret/key?x=1 now', 'copy <url> now'],
    ['parquet at /home/anna/etl/job.py', 'parquet at <path>'],
    ['mail anna@example.com', 'mail <address>'],
    ['from 10.1.2.3:8020', 'from <host>'],
    ['at db1.prod.internal:5432', 'at <host>'],
    ['login password=hunter2 done', 'login <secret> done'],
    ['run 123e4567-e89b-12d3-a456-426614174000', 'run #'],
    ['key AKIAIOSFODNN7EXAMPLE123', 'key <token>'],
    ['a IN (1, 2, 3)', 'a IN (#)'],
    ['healthy-batch-spark-4-1', 'healthy-batch-spark-#'],
    ['stage2 of q7', 'stage2 of q7'],
  ])('%s', (text, name) => {
    expect(normaliseName(text)).toBe(name);
  });

  it('are the same for two days of one job', () => {
    expect(normaliseName('orders 2026-01-01 (run 17)')).toBe(normaliseName('orders 2026-12-31 (run 4)'));
  });

  it('of call sites lose line and folder', () => {
    expect(normaliseCallSite('count at Job.scala:42')).toBe('count at Job.scala');
    expect(normaliseCallSite('collect at /home/anna/etl/job.py:7')).toBe('collect at job.py');
  });

  it('stay short and quick whatever the text', () => {
    const hostile = `${"'".repeat(50_000)}${'a.'.repeat(50_000)}${'/x'.repeat(50_000)}`;
    expect(normaliseName(hostile).length).toBeLessThanOrEqual(100);
  });
});
