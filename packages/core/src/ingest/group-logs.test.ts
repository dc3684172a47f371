import { beforeAll, describe, expect, test } from 'vitest';
import { memorySource } from './byte-source.ts';
import { prepareCodecs } from './decode.ts';
import { groupLogs } from './group-logs.ts';
import { fileNameOf } from './stored-file.ts';

const line = '{"Event":"SparkListenerJobEnd","Job ID":1}\n';

/** Files of the given paths with one event in each, or the given text. */
function group(files: Readonly<Record<string, string>> | readonly string[], wanted = false) {
  const texts = Array.isArray(files) ? Object.fromEntries(files.map((path: string) => [path, line])) : files;
  const grouped = groupLogs(
    Object.entries(texts).map(([path, text]) => {
      const bytes = new TextEncoder().encode(text);
      return { path, sizeBytes: bytes.length, wanted, open: () => memorySource(bytes) };
    }),
  );
  return {
    ...grouped,
    logs: grouped.logs.map((log) => ({ ...log, parts: log.parts.map((part) => fileNameOf(part.name)) })),
    sentences: grouped.refused.map(({ error }) => `${error.code}: ${error.message}`),
  };
}

beforeAll(prepareCodecs);

describe('rolling logs', () => {
  test('are ordered by number, and say which numbers are missing', () => {
    const { logs } = group([
      'x/eventlog_v2_a/events_10_a.zstd',
      'x/eventlog_v2_a/events_2_a.zstd',
      'x/eventlog_v2_a/events_1_a.zstd',
      'x/eventlog_v2_a/events_4_a',
      'x/eventlog_v2_a/appstatus_a',
    ]);
    expect(logs).toMatchObject([
      {
        name: 'x/eventlog_v2_a',
        layout: 'rolling',
        parts: ['events_1_a.zstd', 'events_2_a.zstd', 'events_4_a', 'events_10_a.zstd'],
        inProgress: false,
        compacted: false,
        missingPartIndices: [3, 5, 6, 7, 8, 9],
        notes: [],
      },
    ]);
  });

  test('of EMR start at 0 and may lack the marker', () => {
    const { logs } = group(['eventlog_v2_j/events_0_j', 'eventlog_v2_j/events_1_j']);
    expect(logs).toMatchObject([{ parts: ['events_0_j', 'events_1_j'], missingPartIndices: [], notes: [] }]);
  });

  test('whose first file is gone say so', () => {
    expect(group(['d/events_3_a', 'd/appstatus_a']).logs[0]?.notes).toEqual([
      'The first file of d has number 3: the start of the log is missing.',
    ]);
  });

  test('take the last compacted file in place of what it replaces', () => {
    const { logs } = group([
      'd/events_2_a.compact',
      'd/events_3_a',
      'd/events_4_a.compact',
      'd/events_4_a',
      'd/events_5_a',
      'd/events_6_a.compact.inprogress',
      'd/events_6_a',
    ]);
    expect(logs).toMatchObject([
      { parts: ['events_4_a.compact', 'events_5_a', 'events_6_a'], compacted: true, missingPartIndices: [] },
    ]);
    expect(logs[0]?.notes).toHaveLength(2);
  });

  test('are in progress while their marker says so', () => {
    expect(group(['d/events_1_a', 'd/appstatus_a.inprogress']).logs[0]?.inProgress).toBe(true);
    expect(group(['d/events_1_a', 'd/appstatus_a.inprogress', 'd/appstatus_a']).logs[0]?.inProgress).toBe(false);
  });

  test('with nothing but a marker, or empty files, are refused', () => {
    expect(group({ 'eventlog_v2_a/appstatus_a.inprogress': '' }).sentences).toEqual([
      'input-empty: eventlog_v2_a holds no events, only the marker that the application started: it ended before its first events were stored.',
    ]);
    expect(group({ 'eventlog_v2_a/events_1_a': '' }).sentences[0]).toContain('all its files are empty');
  });

  test('of several applications in one folder stay apart', () => {
    const { logs } = group(['d/events_1_a', 'd/events_1_b', 'd/events_2_b', 'd/appstatus_b']);
    expect(logs.map(({ name, parts }) => [name, parts.length])).toEqual([
      ['d/events_*_a', 1],
      ['d/events_*_b', 2],
    ]);
  });

  test('read a number once when a part lies there packed and unpacked', () => {
    const { logs } = group(['d/events_1_a', 'd/events_1_a.zstd', 'd/events_2_a']);
    expect(logs[0]?.parts).toEqual(['events_1_a', 'events_2_a']);
    expect(logs[0]?.notes).toHaveLength(1);
  });
});

describe('Databricks deliveries', () => {
  const host = 'logs/0101-1/eventlog/0101-1_10_0_0_1';

  test('are one log for each context, with the undated file last', () => {
    const { logs, leftAside } = group({
      [`${host}/111/eventlog`]: line,
      [`${host}/111/eventlog-2024-05-01--11-00.gz`]: line,
      [`${host}/111/eventlog-2024-05-01--10-30.gz`]: line,
      [`${host}/222/eventlog`]: line,
      'logs/0101-1/driver/log4j-active.log': '24/05/01 10:00:00 INFO Driver: started\n',
      'logs/0101-1/driver/stdout': 'hello\n',
    });
    expect(logs).toMatchObject([
      {
        name: `${host}/111`,
        layout: 'databricks',
        parts: ['eventlog-2024-05-01--10-30.gz', 'eventlog-2024-05-01--11-00.gz', 'eventlog'],
      },
      { name: `${host}/222/eventlog`, layout: 'databricks', parts: ['eventlog'] },
    ]);
    expect(leftAside).toHaveLength(2);
  });

  test('are one log where folders of days hold parts of one context', () => {
    const part = (context: string, rollover: number) =>
      `{"Event":"DBCEventLoggingListenerMetadata","Rollover Number":${rollover},"SparkContext Id":${context}}\n${line}`;
    // The ids differ beyond what a number can tell apart.
    const { logs } = group({
      'logs/2024-05-02/eventlog': part('6012345678901234567', 2),
      'logs/2024-05-01/eventlog': part('6012345678901234567', 1),
      'logs/2024-05-01/eventlog-2024-05-01--10-30.gz': part('6012345678901234567', 0),
      'logs/other/eventlog': part('6012345678901234568', 0),
    });
    expect(logs.map(({ name }) => name)).toEqual(['logs', 'logs/other/eventlog']);
    expect(logs[0]?.parts).toEqual(['eventlog-2024-05-01--10-30.gz', 'eventlog', 'eventlog']);
  });
});

describe('folders of many logs', () => {
  test('hold one log for each file with events, and leave the rest aside', () => {
    const { logs, refused, leftAside } = group({
      'd/app-20251121010101-0000': line,
      'd/renamed.json': line,
      'd/truth.json': '{\n  "a": 1\n}\n',
      'd/other.jsonl': '{"a":1}\n',
      'd/README': 'Hello\n',
      'd/.app-1.crc': 'crc',
      'd/_SUCCESS': '',
    });
    expect(logs.map((log) => log.name)).toEqual(['d/app-20251121010101-0000', 'd/renamed.json']);
    expect(refused).toEqual([]);
    expect(leftAside).toHaveLength(5);
  });

  test('complain only of broken files that are named like logs', () => {
    const { logs, sentences, leftAside } = group({
      'd/local-1': '\u0001\u0002rubbish',
      'd/local-2': line,
      'd/local-3.inprogress': '',
      'd/picture.png': '\u0001\u0002rubbish',
    });
    expect(logs).toHaveLength(1);
    expect(sentences).toEqual([
      'input-not-a-log: d/local-1 is not an event log, or it is encrypted or packed in an unknown way: it starts with 01 02 72 75 62 62 69 73 68 (..rubbish).',
      'input-empty: d/local-3.inprogress is empty: the application may have ended before it wrote anything.',
    ]);
    expect(leftAside).toEqual(['d/picture.png']);
  });

  test('may be folders of Spark 1.2, which say the rest in names of empty files', () => {
    const marks = { 'd/SPARK_VERSION_1.2.1': '', 'd/COMPRESSION_CODEC_org.apache.spark.io.LZFCompressionCodec': '' };
    const complete = { 'd/EVENT_LOG_1': line, ...marks, 'd/APPLICATION_COMPLETE': '' };
    expect(group(complete).logs).toMatchObject([
      { name: 'd', layout: 'single', parts: ['EVENT_LOG_1'], sparkVersion: '1.2.1', inProgress: false },
    ]);
    expect(group({ 'd/EVENT_LOG_1': line, ...marks }).logs).toMatchObject([{ name: 'd', inProgress: true }]);
    expect(group(['d/EVENT_LOG_1']).logs).toMatchObject([{ name: 'd/EVENT_LOG_1', inProgress: false }]);
    expect(group({ 'd/EVENT_LOG_1': '', ...marks }).sentences).toEqual([
      'input-empty: d holds no events, only the marks of Spark 1.2.',
    ]);
  });
});

test('a file named by the user is a log or is refused', () => {
  expect(group({ 'd/x.jsonl': '{"a":1}\n' }, true).logs).toHaveLength(1);
  expect(group({ 'd/truth.json': '{\n  "a": 1\n}\n' }, true).sentences[0]).toContain('spread over several lines');
  expect(group({ 'd/_x': line }, true).logs).toHaveLength(1);
});
