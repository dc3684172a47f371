import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DroppedText, heavyFields } from '../events/heavy-fields.ts';
import { OversizedLine } from './oversized-line.ts';

function walk(text: string, pieceBytes = 1_000) {
  const line = new OversizedLine();
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += pieceBytes) line.push(bytes.subarray(start, start + pieceBytes));
  return line.finish();
}

/** What is to remain of a value, by `JSON.parse`. */
function withoutHeavy(text: string): unknown {
  return JSON.parse(text, function (this: unknown, key, value: unknown) {
    if (!heavyFields.has(key) || Array.isArray(this)) return value;
    return typeof value === 'string' ? new DroppedText(value.length) : undefined;
  });
}

const keys = fc.oneof(fc.string(), fc.constantFrom(...heavyFields, '__proto__', 'Event'));
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(true, false, null, -0, 1e300, 2 ** 63),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(keys, tie('tree'), { maxKeys: 4 }),
  ),
}));

describe('a line too long to be held', () => {
  it('is read as JSON.parse reads it, but for heavy fields, however it is cut', () => {
    const spaces = fc.constantFrom(undefined, 1, '\t');
    fc.assert(
      fc.property(fc.dictionary(keys, tree), spaces, fc.integer({ min: 1, max: 40 }), (value, space, pieceBytes) => {
        const text = JSON.stringify(value, undefined, space);
        expect(walk(text, pieceBytes)).toEqual([withoutHeavy(text)]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the length of heavy and of very long texts only', () => {
    const [event] = walk(
      `{"Event":"e","physicalPlanDescription":"${'p\\n'.repeat(3_000)}","name":"${'n'.repeat(2_000_000)}","id":7}`,
    ) as [Record<string, unknown>];
    expect(event).toEqual({
      Event: 'e',
      physicalPlanDescription: new DroppedText(6_000),
      name: new DroppedText(2_000_000),
      id: 7,
    });
  });

  it('may hold several events, of files joined without a newline', () => {
    expect(walk('{"Event":"a","x":[1,{}]}{"Event":"b"}', 3)).toEqual([{ Event: 'a', x: [1, {}] }, { Event: 'b' }]);
  });

  it.each([
    ['{"Event":"a","x":', 'not JSON'],
    ['{"Event":"a" "x":1}', 'not JSON'],
    ['{"Event":"a","x":01}', 'not JSON'],
    ['{"x":"\u0001"}', 'not JSON'],
    ['PK\u0003\u0004', 'not JSON'],
    ['['.repeat(20_000), 'nested more than 10000 levels deep'],
    [`[${'1,'.repeat(4_100_000)}1]`, 'too long even without its plans'],
  ])('says what is wrong with %.20j', (text, problem) => {
    expect(walk(text, 1 << 20)).toBe(problem);
  });

  it('keeps next to nothing of keys, numbers and blanks without end', () => {
    const endless = 3_000_000;
    expect(walk(`{"${'k'.repeat(endless)}":1,"n":2}`)).toEqual([{ n: 2 }]);
    expect(walk(`{"a":1${' '.repeat(endless)}}`)).toEqual([{ a: 1 }]);
    expect(walk(`{"a":0.${'0'.repeat(endless)},"b":1}`)).toEqual([{ a: 0, b: 1 }]);
  });
});
