import { describe, expect, it } from 'vitest';
import { Redactor, redactionKinds, type RedactionKind } from './redactor.ts';

const redact = (text: string, ...kinds: RedactionKind[]) => new Redactor(kinds).redactText(text);

describe('hosts', () => {
  it('get one alias each, in the order in which they appear', () => {
    const redactor = new Redactor(['hosts']);
    expect(redactor.redactText('10.0.0.1 lost, then 10.0.0.2, then 10.0.0.1 again')).toBe(
      'host-1 lost, then host-2, then host-1 again',
    );
    expect(redactor.redactText('on 10.0.0.2:7077')).toBe('on host-2:7077');
  });

  it.each([
    ['spark://master.corp.example:7077', 'spark://host-1:7077'],
    ['hdfs://nn1:8020/a/b', 'hdfs://host-1:8020/a/b'],
    ['kafka1:9092,kafka2:9092', 'host-1:9092,host-2:9092'],
    ['abfss://data@acct.dfs.core.windows.net/x', 'abfss://data@host-1/x'],
    ['k8s://https://api.cluster.local:6443', 'k8s://https://host-1:6443'],
    ['ip-10-0-0-1.ec2.internal is gone', 'host-1 is gone'],
  ])('are found in %s', (text, expected) => {
    expect(redact(text, 'hosts')).toBe(expected);
  });

  it.each([
    'version 3.5.9 of Spark',
    'at /x/run.py:1234',
    'org.apache.spark.shuffle.FetchFailedException: x',
    's3a://bucket-1/key',
    '2026-11-21 01:25:14',
    'app-20261121012515-0000.zstd:149',
    'localhost',
  ])('are not seen in %s', (text) => {
    expect(redact(text, 'hosts')).toBe(text);
  });
});

describe('people', () => {
  it.each([
    ['mail to maria.w@corp.example now', 'mail to user-1 now'],
    ['/home/jdoe/a.py and /Users/jdoe/b', '/home/user-1/a.py and /Users/user-1/b'],
    ['hdfs:///user/jdoe/x', 'hdfs:///user/user-1/x'],
  ])('are found in %s', (text, expected) => {
    expect(redact(text, 'people')).toBe(expected);
  });

  it.each(['java.lang.Object@1a2b3c4d', '/home/hadoop/x', '/user/hive/warehouse/t'])('are not seen in %s', (text) => {
    expect(redact(text, 'people')).toBe(text);
  });
});

describe('literals', () => {
  it('go from SQL, and stay elsewhere', () => {
    expect(redact("SELECT a FROM t_2 WHERE n = 'O''B' AND id IN (1, 22) LIMIT 10", 'literals')).toBe(
      "SELECT a FROM t_2 WHERE n = '?' AND id IN (?, ?) LIMIT ?",
    );
    expect(redact("it's 12 of (34)", 'literals')).toBe("it's 12 of (34)");
  });
});

describe('paths', () => {
  it('become aliases, wherever they are', () => {
    expect(redact('read s3a://b/x/y and /mnt/data/z.parquet', 'paths')).toBe('read path-1 and path-2');
  });
});

it('changes nothing when nothing is to be hidden', () => {
  const text = 'alice@x.example on 10.0.0.1 with password=x';
  expect(redact(text)).toBe(text);
});

it('does not touch the words of the schema, whatever people are called', () => {
  const redactor = new Redactor(redactionKinds);
  const event = { label: 'idle', kind: 'spill', path: '/home/idle/x', jobs: { idle: '/home/spill/y' } };
  const redacted = redactor.redactJson(event) as typeof event;
  expect(redacted).toMatchObject({ label: 'idle', kind: 'spill' });
  expect(Object.keys(redacted.jobs)).toEqual(['idle']);
});
