import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf, logOf } from './support/read-text.ts';
import { shortLog } from './support/engine-lines.ts';
import { findFixture, fixtureNames } from './support/fixtures.ts';
import { hostileVariants } from './support/hostile-lines.ts';

const engines = ['table', 'wasm'] as const;
const bytesOf = (lines: readonly string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);

async function expectEqual(bytes: Uint8Array, options = {}, pieceBytes?: number): Promise<void> {
  const expected = await digestOf(logOf(bytes), 'json', options);
  for (const engine of engines) {
    expect(await digestOf(logOf(bytes, pieceBytes), engine, options), engine).toEqual(expected);
  }
}

const isTask = (line: string) => /"SparkListenerTask(Start|End)"/.test(line);
const isEnd = (line: string) => line.includes('"SparkListenerTaskEnd"');

describe('every engine reads the same model as JSON.parse', () => {
  it.each(fixtureNames)('from %s', async (name) => {
    for (const log of await findFixture(name)) {
      const expected = await digestOf(log, 'json');
      for (const engine of engines) expect(await digestOf(log, engine), engine).toEqual(expected);
    }
  });

  it('from lines that are odd in ways that real ones are not', async () => {
    const lines = await shortLog('executor-killed', 6);
    for (const [name, variant] of Object.entries(hostileVariants)) {
      const odd = lines.flatMap((line) => (isTask(line) ? [line, variant(line)] : [line]));
      await expect(expectEqual(bytesOf(odd)), name).resolves.toBeUndefined();
      // Also where the odd line comes first and layouts are learned from it.
      await expect(
        expectEqual(bytesOf(lines.map((line) => (isTask(line) ? variant(line) : line)))),
        name,
      ).resolves.toBeUndefined();
    }
  });

  it('and loses no task to damage in what nobody reads', async () => {
    const lines = await shortLog('executor-killed', 6);
    const whole = await digestOf(logOf(bytesOf(lines)), 'json');
    const damages: readonly ((line: string) => string)[] = [
      (line) => line.replaceAll('"Update"', '"Update'),
      (line) => line.replaceAll('},{', '}{,'),
      (line) => line.replace(/"Accumulables":\[.{9}/, '"Accumulables":[\u0000}\u0007'),
      (line) => line.replace(/"Accumulables":\[[^\]]*\]/, '"Accumulables":[any "thing]'),
    ];
    for (const damage of damages) {
      const damaged = lines.map((line, index) => (isEnd(line) && index % 3 > 0 ? damage(line) : line));
      expect(damaged).not.toEqual(lines);
      for (const engine of ['json', ...engines] as const) {
        const { quality, tasks } = await digestOf(logOf(bytesOf(damaged)), engine);
        expect(quality.linesUnreadable, engine).toBe(0);
        expect(tasks, engine).toEqual(whole.tasks);
      }
    }
  });

  it('and makes no task out of two that were joined inside their accumulables', async () => {
    const lines = await shortLog('executor-killed', 6);
    const ends = lines.filter(isEnd);
    const [first = '', second = ''] = ends.slice(-2);
    const joined = first.slice(0, first.indexOf('"Accumulables":[') + 60) + second;
    const others = lines.filter((line) => line !== first && line !== second);
    for (const engine of ['json', ...engines] as const) {
      const { quality, tasks } = await digestOf(logOf(bytesOf([...others, joined])), engine);
      expect(quality.linesUnreadable, engine).toBe(1);
      expect(tasks.rows, engine).toBe((await digestOf(logOf(bytesOf(others)), 'json')).tasks.rows);
    }
  });

  it('whatever single values are replaced by', async () => {
    const lines = await shortLog('worker-decommissioned', 4);
    const sample = lines.find(isEnd) ?? '';
    const literals = fc.oneof(
      fc.json(),
      fc.integer().map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.constantFrom(
        '-0',
        '0',
        '1e3',
        '01',
        '9007199254740993',
        '-9223372036854775808',
        '1.0',
        'null',
        'true',
        '"x]"',
        '""',
        '[]',
        '[{}]',
        '[{"ID":1,"Name":"a]b","Update":"2"}]',
        '[1,{"a":"]"}]',
        '[}',
        '{}',
        'NaN',
        '',
      ),
    );
    const places = [...sample.matchAll(/:("[^"]*"|-?\d+|true|false|\[[^\]]*\])/g)].map((match) => match.index + 1);
    const edited = fc
      .array(fc.tuple(fc.nat(places.length - 1), literals), { minLength: 1, maxLength: 3 })
      .map((edits) => {
        let text = sample;
        for (const [place, literal] of edits.sort(([a], [b]) => b - a)) {
          const start = places[place] ?? 0;
          const end = start + (/^("[^"]*"|\[[^\]]*\]|[^,}\]]*)/.exec(text.slice(start))?.[0].length ?? 0);
          text = text.slice(0, start) + literal + text.slice(end);
        }
        return text;
      });
    const manyEdited = fc.array(edited, { minLength: 1, maxLength: 12 }).map((texts) =>
      // Each a task of its own, so that none is left out as a repetition.
      texts.map((text, index) => text.replace('"Task ID":', `"Task ID":${index + 1}9`)),
    );
    await fc.assert(
      fc.asyncProperty(manyEdited, async (texts) => {
        await expectEqual(bytesOf([...lines, ...texts, ...lines.slice(-2)]));
      }),
      { numRuns: 40 },
    );
  });

  it('through 2,000 mutations of lines', async () => {
    const lines = await shortLog('executor-killed', 5);
    const targets = lines.filter((line) => line.includes('"SparkListenerTask'));
    const random = seededRandom(20_261);
    for (let round = 0; round < 20; round++) {
      const mutants = Array.from({ length: 100 }, (_, index) => {
        const line = targets[Math.floor(random() * targets.length)] ?? '';
        return mutate(line, random).replace('"Task ID":', `"Task ID":${100 + index}`);
      });
      await expectEqual(bytesOf([...lines, ...mutants]));
    }
  });

  it('in pieces of any size', async () => {
    const lines = await shortLog('failing-job', 3);
    const bytes = bytesOf(lines);
    for (const pieceBytes of [1, 2, 3, 7, 41, 64, 1000, 4096, 5000, 16_384]) await expectEqual(bytes, {}, pieceBytes);
  });

  it('cut anywhere', async () => {
    const bytes = bytesOf(await shortLog('healthy-batch', 2));
    const start = Math.max(2_000, bytes.length - 8_000);
    for (let length = start; length < bytes.length; length += 131) await expectEqual(bytes.subarray(0, length));
  });

  it('when lines are longer than allowed', async () => {
    const lines = await shortLog('healthy-batch', 4);
    const lengths = lines.filter(isEnd).map((line) => line.length);
    for (const maxLineBytes of [Math.min(...lengths), Math.min(...lengths) - 1, Math.max(...lengths), 500]) {
      await expectEqual(bytesOf([...lines, ...lines]), { maxLineBytes });
    }
  });
});

function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const alphabet = '0123456789-+.eE"\\[]{}:, \ttruefalsn\u00e9\u2028]"';

function mutate(line: string, random: () => number): string {
  const at = Math.floor(random() * line.length);
  const length = Math.floor(random() * random() * 20);
  switch (Math.floor(random() * 5)) {
    case 0:
      return line.slice(0, at) + (alphabet[Math.floor(random() * alphabet.length)] ?? '') + line.slice(at + 1);
    case 1:
      return line.slice(0, at) + (alphabet[Math.floor(random() * alphabet.length)] ?? '') + line.slice(at);
    case 2:
      return line.slice(0, at) + line.slice(at + length);
    case 3:
      return line.slice(0, at) + line.slice(at, at + length) + line.slice(at);
    default: {
      const from = Math.floor(random() * line.length);
      return line.slice(0, at) + line.slice(from, from + length) + line.slice(at + length);
    }
  }
}
