import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memorySource, readClusterFiles } from '@cinderlog/core';
import { allRecords, type Json, type RecordsOf } from './support/cluster-records.ts';

// Whatever tool wrote a document, and however it was saved, the same is read from it; and what is damaged costs only itself.

const bytesOf = (text: string) => new TextEncoder().encode(text);
const lines = (records: readonly unknown[]) => records.map((record) => JSON.stringify(record));
const answer = ({ listKey, records }: RecordsOf) =>
  nestedIn[listKey] === undefined
    ? { [listKey]: records, total_count: records.length }
    : { [listKey]: { [nestedIn[listKey]]: records } };
/** YARN's REST puts its lists into an object of their own. */
const nestedIn: Readonly<Partial<Record<string, string>>> = { apps: 'app', appAttempts: 'appAttempt' };

/** How people come by JSON: what the API answers, what command line tools and programs make of it, how editors and shells save it. */
const forms: Readonly<Record<string, (of: RecordsOf) => Uint8Array>> = {
  'an array': ({ records }) => bytesOf(JSON.stringify(records)),
  'the answer of the API': (of) => bytesOf(JSON.stringify(answer(of))),
  'the answer, indented': (of) => bytesOf(JSON.stringify(answer(of), undefined, 2)),
  'pages one after the other': (of) =>
    bytesOf(`${JSON.stringify(answer(of))}\n${JSON.stringify(answer(of), undefined, 1)}\n`),
  'pages without a line end between them': (of) => bytesOf(JSON.stringify(answer(of)).repeat(2)),
  'an array of pages': (of) => bytesOf(JSON.stringify([answer(of), { ...answer(of), next_page_token: '' }])),
  'one record a line': ({ records }) => bytesOf(`${lines(records).join('\n')}\n`),
  'one record a line, without a last line end': ({ records }) => bytesOf(lines(records).join('\n')),
  'one record a line, some empty': ({ records }) => bytesOf(`\n${lines(records).join('\n\n')}\n\n`),
  'line ends of Windows': (of) => bytesOf(JSON.stringify(answer(of), undefined, 2).replaceAll('\n', '\r\n')),
  'a byte order mark': (of) => bytesOf(`\ufeff${JSON.stringify(answer(of))}`),
  'UTF-16, as PowerShell saves it': (of) => Buffer.from(`\ufeff${JSON.stringify(answer(of), undefined, 2)}`, 'utf16le'),
  'UTF-16 the other way round': (of) => Buffer.from(`\ufeff${JSON.stringify(answer(of))}`, 'utf16le').swap16(),
  'packed with gzip': (of) => gzipSync(JSON.stringify(answer(of))),
  'two packed pages joined': (of) =>
    Buffer.concat([gzipSync(JSON.stringify(answer(of))), gzipSync(JSON.stringify(answer(of)))]),
  'numbers as text': ({ records }) =>
    bytesOf(JSON.stringify(records, (_key, value: unknown) => (typeof value === 'number' ? String(value) : value))),
};

async function read(bytes: Uint8Array, name = 'document.json') {
  const { story, refused } = await readClusterFiles([{ name, open: () => memorySource(bytes) }]);
  expect(refused).toEqual([]);
  const [file] = story.files;
  if (file === undefined) throw new Error('one file was given');
  const told = [
    ...story.events.map(({ type, epochMs, endEpochMs, text, subject, loss }) => ({
      type,
      epochMs,
      endEpochMs,
      text,
      subject,
      loss,
    })),
    ...story.jobRuns.map(({ place: _place, ...run }) => run),
  ].map((each) => JSON.stringify(each));
  return { file, told };
}

/** In no order, and each once: pages overlap. */
const distinct = (told: readonly string[]) => [...new Set(told)].sort();

describe.each(allRecords)('$name', (of) => {
  const whole = () => read(bytesOf(JSON.stringify(of.records)));

  it.each(Object.entries(forms))('as %s', async (_name, form) => {
    const { told } = await whole();
    expect(told.length).toBeGreaterThanOrEqual(of.records.length);
    const again = await read(form(of));
    expect(distinct(again.told)).toEqual(distinct(told));
    expect(again.file).toMatchObject({ sources: [of.source], unreadable: 0 });
  });

  it('behind lines that a tool printed first, which are counted', async () => {
    const { told } = await whole();
    const behind = await read(
      bytesOf(`Reading the cluster …\nDone.\n${JSON.stringify(answer(of), undefined, 2)}\nBye\n`),
    );
    expect(behind.told).toEqual(told);
    expect(behind.file.unreadable).toBe(3);
    expect(behind.file.unreadableExamples.map(({ place }) => place.line)).toContain(1);
  });

  it('with a damaged line: the others are read, and the line is named', async () => {
    const damaged = lines(of.records).map((line, index) => (index === 1 ? line.slice(0, -3) : line));
    const { told } = await read(bytesOf(lines(of.records.filter((_, index) => index !== 1)).join('\n')));
    const { file, told: left } = await read(bytesOf(`${damaged.join('\n')}\n`));
    expect(left).toEqual(told);
    expect(file.unreadableExamples.map(({ place }) => place.line)).toEqual([of.records.length > 2 ? 3 : 2]);
    expect(file.unreadable).toBe(1);
  });

  it('cut anywhere: every record before the cut is read, and the cut is said', async () => {
    const texts = lines(of.records);
    const open = `{"${nestedIn[of.listKey] === undefined ? of.listKey : 'events'}":[`;
    const text = `${open}${texts.join(',')}]}`;
    const step = Math.ceil(text.length / 60);
    for (let end = open.length + 1; end < text.length; end += step) {
      const { file } = await read(bytesOf(text.slice(0, end)));
      let stop = open.length - 1;
      const complete = texts.filter((each) => (stop += each.length + 1) <= end).length;
      expect(file.records, `cut at ${end}`).toBe(complete);
      expect(file.unreadableExamples.map(({ problem }) => problem)).toEqual([
        'the file ends in the middle of a record',
      ]);
    }
  });

  it('with fields that nobody knows, at every depth: the same is read', async () => {
    const { told } = await whole();
    const more = await read(bytesOf(JSON.stringify(of.records.map(withMore))));
    expect(more.told).toEqual(told);
    expect(more.file.unreadable).toBe(0);
    expect(more.file.unknownFields.get('brandNew')).toBe(of.records.length);
  });
});

function withMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMore);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, withMore(member)] as const);
  return { brandNew: { a: [1, { b: null }] }, ...Object.fromEntries(members) } satisfies Json;
}

describe('what is none of it', () => {
  async function sentence(
    text: string,
    expected: 'databricks-events' | undefined = 'databricks-events',
    name = 'f.json',
  ) {
    const { refused } = await readClusterFiles([{ name, expected, open: () => memorySource(bytesOf(text)) }]);
    return refused[0]?.message ?? 'accepted';
  }

  it.each([
    ['', 'f.json is empty.'],
    [' \n\n', 'nothing but blanks'],
    ['null', 'line 1: a record of no known kind'],
    ['[]', 'there is no record in it'],
    ['{"events": []}', 'the list in it is empty'],
    ['{"events": {"a": 1}}', 'line 1: a record of no known kind'],
    ['<!DOCTYPE html><html><body>Sign in</body></html>', 'it is a web page, perhaps one that asks to log in'],
    ['<?xml version="1.0"?><app><id>application_1_1</id></app>', 'it is XML; ask for JSON'],
    ['LAST SEEN   TYPE     REASON\n5m   Warning  OOMKilling\n', 'it is the table that kubectl prints; add -o json'],
    ['{"error_code":"INVALID_PARAMETER_VALUE","message":"Cluster x does not exist"}', 'Cluster x does not exist'],
    [
      '{"RemoteException":{"exception":"NotFoundException","message":"app with id 1 not found"}}',
      'app with id 1 not found',
    ],
    ['{"kind":"Status","status":"Failure","message":"pods is forbidden"}', 'pods is forbidden'],
    ['{"error":{"code":403,"message":"Permission denied"}}', 'Permission denied'],
    ['{"events":[{"cluster_id":"c","timestamp":"soon","type":"RUNNING"}]}', 'a cluster event without a readable time'],
    ['['.repeat(3_000), 'nested more than 200 levels deep'],
  ])('%s', async (text, words) => {
    const said = await sentence(text);
    expect(said).toContain(words);
    expect(said).toMatch(/^f\.json .*\.$/);
  });

  it('hides secrets that an error answer quotes', async () => {
    expect(
      await sentence('{"error_code":"X","message":"bad token dapi0123456789abcdef0123456789abcdef"}'),
    ).not.toContain('dapi0123456789abcdef');
  });

  it('is bounded: a record of a million values is passed over, and what came before is kept', async () => {
    const [first] = lines(allRecords[0]?.records ?? []);
    const { file, told } = await read(
      bytesOf(`${first ?? ''}\n{"events":[{"cluster_id":[${'0,'.repeat(1_000_001)}0]}]}\n`),
    );
    expect(told).toHaveLength(1);
    expect(file.unreadableExamples).toMatchObject([
      { place: { line: 2 }, problem: 'a record of more than 1000000 values' },
    ]);
  });
});
