import { describe, expect, it } from 'vitest';
import { JsonRecords } from './json-records.ts';

function read(text: string, pieceBytes = Infinity) {
  const records: [value: unknown, line: number, byteOffset: number][] = [];
  const envelopes: unknown[] = [];
  const problems: [problem: string, line: number][] = [];
  const reader = new JsonRecords({
    record: (value, { line, byteOffset }) => records.push([value, line, byteOffset]),
    envelope: (value) => envelopes.push(value),
    problem: (problem, { line }) => problems.push([problem, line]),
  });
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    reader.push(bytes.subarray(start, Math.min(bytes.length, start + pieceBytes)));
  }
  reader.finish();
  return { records, envelopes, problems };
}

const a = { id: 'a', details: { list: [{ x: '1' }] } };
const b = { id: 'b' };

describe('JsonRecords', () => {
  it('reads an answer with a list, an array, several answers, and one object per line', () => {
    const answer = JSON.stringify({ events: [a, b], next_page_token: 't' }, null, 2);
    expect(read(answer).records.map(([value]) => value)).toEqual([a, b]);
    expect(read(answer).envelopes).toEqual([{ events: [], next_page_token: 't' }]);
    expect(read(JSON.stringify([a, b])).records.map(([value]) => value)).toEqual([a, b]);
    expect(read(`${answer}\n${answer}`).records).toHaveLength(4);
    expect(read(`${JSON.stringify(a)}\n${JSON.stringify(b)}\n`).records).toEqual([
      [a, 1, 0],
      [b, 2, JSON.stringify(a).length + 1],
    ]);
    expect(read(JSON.stringify(a, null, 1)).records).toEqual([[a, 1, 0]]);
  });

  it('gives the same however the bytes are cut, in the middle of a character too', () => {
    const text = JSON.stringify({ events: [{ id: 'grün', n: 7 }, b] }, null, 1);
    const whole = read(text);
    expect(whole.records[0]?.[0]).toEqual({ id: 'grün', n: '7' });
    for (const pieceBytes of [1, 2, 3, 7, 50]) expect(read(text, pieceBytes)).toEqual(whole);
  });

  it('keeps numbers of 64 bits exact', () => {
    expect(read('[{"run_id": 9007199254740993}]').records[0]?.[0]).toEqual({ run_id: '9007199254740993' });
  });

  it('says in which line a record begins', () => {
    const { records } = read(`[\n${JSON.stringify(a)},\n\n  ${JSON.stringify(b)}\n]`);
    expect(records.map(([, line]) => line)).toEqual([2, 4]);
  });

  it('skips a bad line among lines, and counts it', () => {
    const { records, problems } = read(`${JSON.stringify(a)}\n{"id": oops}\n${JSON.stringify(b)}\n`);
    expect(records.map(([value]) => value)).toEqual([a, b]);
    expect(problems).toEqual([['not JSON', 2]]);
  });

  it('loses one record to an error in a list over lines, and reads on behind it', () => {
    const text = `{"events": [\n${JSON.stringify(a)},\n{"id": ?}\n,${JSON.stringify(b)}]}`;
    for (const pieceBytes of [Infinity, 1, 7]) {
      const { records, problems } = read(text, pieceBytes);
      expect(records.map(([value, line]) => [value, line])).toEqual([
        [a, 2],
        [b, 4],
      ]);
      expect(problems).toEqual([['not JSON; read on from the next record', 3]]);
    }
  });

  it('loses one record to an error in an indented list', () => {
    const text = JSON.stringify([a, { id: 'bad' }, b, a], null, 2).replace('"bad"', 'bad');
    const { records, problems } = read(text);
    expect(records.map(([value]) => value)).toEqual([a, b, a]);
    expect(problems).toHaveLength(1);
  });

  it('loses a cut line among lines, and not those behind it', () => {
    for (const cut of [1, 3, 8, 12, 20]) {
      const lines = [a, a, b, a, b].map((value) => JSON.stringify(value));
      const damaged = lines.map((line, index) => (index === 1 ? line.slice(0, -cut) : line));
      const { records, problems } = read(`${damaged.join('\n')}\n`);
      // A line that ends behind a colon takes the next one for its value.
      expect(records.map(([value]) => value).slice(-2)).toEqual([a, b]);
      expect(records.length).toBeGreaterThanOrEqual(3);
      expect(problems).toHaveLength(1);
    }
  });

  it('says that a file ends in the middle of a record', () => {
    const { records, problems } = read(`{"events": [${JSON.stringify(a)}, {"id":`);
    expect(records).toHaveLength(1);
    expect(problems).toEqual([['the file ends in the middle of a record', 1]]);
  });

  it('refuses what is nested without end', () => {
    expect(read('['.repeat(5_000)).problems[0]?.[0]).toContain('nested');
  });
});
