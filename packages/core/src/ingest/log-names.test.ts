import { describe, expect, test } from 'vitest';
import { isNamedLikeALog, parseLogFileName, parseRollingFolderName } from './log-names.ts';

describe('single files', () => {
  test.each([
    ['application_1516285256255_0012_1.zstd', 'application_1516285256255_0012', '1', 'zstd', false],
    ['application_1516285256255_0012.lz4.inprogress', 'application_1516285256255_0012', undefined, 'lz4', true],
    ['app-20251121010101-0000', 'app-20251121010101-0000', undefined, undefined, false],
    ['local-1763680000000.inprogress', 'local-1763680000000', undefined, undefined, true],
    [`spark-${'0a'.repeat(16)}`, `spark-${'0a'.repeat(16)}`, undefined, undefined, false],
    ['spark-application-1628109047826', 'spark-application-1628109047826', undefined, undefined, false],
    ['my-notes.txt', undefined, undefined, 'txt', false],
  ])('%s', (fileName, applicationId, attempt, codec, inProgress) => {
    const name = parseLogFileName(fileName);
    expect(name).toMatchObject({ kind: 'single', applicationId, attempt, codec, inProgress });
    expect(isNamedLikeALog(name)).toBe(applicationId !== undefined);
  });
});

test.each([
  ['events_1_app-1', { index: 1, base: 'app-1', compacted: false, inProgress: false }],
  ['events_12_application_15_0001_2.zstd', { index: 12, base: 'application_15_0001_2', compacted: false }],
  ['events_3_app-1.zstd.compact', { index: 3, base: 'app-1', compacted: true, inProgress: false }],
  ['events_3_app-1.compact', { index: 3, base: 'app-1', compacted: true, inProgress: false }],
  ['events_3_app-1.lz4.compact.inprogress', { index: 3, base: 'app-1', compacted: true, inProgress: true }],
  ['events_0_00f1abcd', { index: 0, base: '00f1abcd', compacted: false }],
])('rolling part %s', (fileName, expected) => {
  expect(parseLogFileName(fileName)).toMatchObject({ kind: 'events', ...expected });
});

test.each([
  ['appstatus_app-1', { kind: 'appstatus', base: 'app-1', inProgress: false }],
  ['appstatus_app-1.inprogress', { kind: 'appstatus', base: 'app-1', inProgress: true }],
  ['eventlog', { kind: 'databricks', rolledAt: undefined }],
  ['eventlog-2024-05-01--10-30.gz', { kind: 'databricks', rolledAt: '2024-05-01--10-30' }],
  ['EVENT_LOG_1', { kind: 'old-folder', part: 'events', text: '1' }],
  ['SPARK_VERSION_1.2.0', { kind: 'old-folder', part: 'version', text: '1.2.0' }],
  [
    'COMPRESSION_CODEC_org.apache.spark.io.LZFCompressionCodec',
    { kind: 'old-folder', part: 'codec', text: 'org.apache.spark.io.LZFCompressionCodec' },
  ],
  ['APPLICATION_COMPLETE', { kind: 'old-folder', part: 'complete', text: '' }],
  ['.app-1.crc', { kind: 'clutter' }],
  ['_SUCCESS', { kind: 'clutter' }],
])('%s', (fileName, expected) => {
  expect(parseLogFileName(fileName)).toEqual(expected);
});

test('folders of rolling logs', () => {
  expect(parseRollingFolderName('eventlog_v2_app-1')).toBe('app-1');
  expect(parseRollingFolderName('eventlog')).toBeUndefined();
});
