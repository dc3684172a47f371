import { describe, expect, it } from 'vitest';
import { hideSecrets, isSecret } from './secrets.ts';

describe('secrets in texts', () => {
  it.each([
    ['a password in an option', '--password hunter2 --name x', '--password (hidden) --name x'],
    ['a quoted value with blanks', "password = 'a b c', user = 'x'", "password = (hidden), user = 'x'"],
    ['JSON inside a text', '{"secretKey":"abc\\"def","n":1}', '{"secretKey":(hidden),"n":1}'],
    ['credentials in an address', 'jdbc:x://u:p%40ss@db/y', 'jdbc:x://(hidden)@db/y'],
    ['an option of SQL', 'OPTIONS (url "u", dbPassword "geheim")', 'OPTIONS (url "u", dbPassword (hidden))'],
    ['a signed address', 'https://a/b?se=1&sig=aB%2Fc&x=1', 'https://a/b?se=1&sig=(hidden)&x=1'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- x', '(hidden) x'],
    ['a private key that was cut', 'k -----BEGIN PRIVATE KEY-----\nMIIabc', 'k (hidden)'],
    ['a header', 'Authorization: Bearer abc.def-123', 'Authorization: (hidden) (hidden)'],
  ])('hides %s', (_, text, expected) => {
    expect(hideSecrets(text)).toBe(expected);
  });

  it.each([
    'spark.authenticate=true',
    'tokens: 12',
    'org.apache.spark.sql.execution.datasources.FileFormatWriter$.write(FileFormatWriter.scala:133)',
    'collect at /tmp/cinderlog-lab/lab/scenarios/executor_heap_oom.py:24',
    'Job aborted due to stage failure: Task 2 in stage 3.0 failed 4 times',
    'application_1763680000000_0001 on 3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    'spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version=2',
  ])('leaves %s', (text) => {
    expect(hideSecrets(text)).toBe(text);
  });
});

it('knows a secret by its key, but not a switch or a size', () => {
  expect(isSecret('spark.hadoop.fs.s3a.secret.key', 'x')).toBe(true);
  expect(isSecret('fs.azure.account.key.a.dfs.core.windows.net', 'x')).toBe(true);
  expect(isSecret('spark.authenticate.secret', '')).toBe(false);
  expect(isSecret('hive.token.enabled', 'true')).toBe(false);
  expect(isSecret('spark.app.name', 'secret project')).toBe(false);
});
