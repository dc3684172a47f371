import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyse, AppError, readLog, type LogInput, type ReadOptions, type Result } from '@cinderlog/core';
import { inputOf, pieceSource } from './support/bytes-input.ts';
import { findFixture } from './support/fixtures.ts';
import { seededRandom } from './support/mutate.ts';
import { packerNames, packers } from './support/packers.ts';
import { decodeAll } from './support/raw-events.ts';
import { shuffleIndependent } from './support/shuffle.ts';

/** Real logs that hold losses, retries and failures; their compressed bytes and their text. */
const names = ['executor-killed', 'failing-job'];
const logs = new Map<string, { stored: Uint8Array; plain: Buffer; newlines: number[] }>();

beforeAll(async () => {
  for (const name of names) {
    const [log] = await findFixture(name);
    const part = log?.parts[0];
    if (part === undefined) throw new Error(`${name} has no log`);
    const stored = readAll(part.open());
    const plain = await decodeAll(part);
    const newlines = [...plain.keys()].filter((index) => plain[index] === 10);
    logs.set(name, { stored, plain, newlines });
  }
});

function readAll(source: ReturnType<LogInput['parts'][number]['open']>): Uint8Array {
  const bytes = new Uint8Array(source.sizeBytes ?? 0);
  let length = 0;
  for (let read = -1; read !== 0; length += read) read = source.read(bytes.subarray(length));
  source.close();
  return bytes;
}

/** The result without the places of events, which of course move with the parts. */
async function resultOf(input: LogInput, options?: ReadOptions) {
  const { findings, quality, ...rest } = analyse(await readLog(input, options), 'a log');
  return {
    ...rest,
    quality: { ...quality, linesRead: 0, unreadableExamples: [], examples: [] },
    findings: findings.map((finding) => ({
      ...finding,
      evidence: finding.evidence.map(({ source: _source, ...evidence }) => evidence),
    })),
  };
}

describe.each(names)('%s', (name) => {
  const log = () => {
    const found = logs.get(name);
    if (found === undefined) throw new Error(`${name} was not read`);
    return found;
  };

  it('gives one result however its bytes arrive', async () => {
    const whole = await resultOf(inputOf(log().plain));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 5 }), async (sizes) => {
        expect(await resultOf(inputOf(() => pieceSource(log().plain, sizes)))).toEqual(whole);
        expect(await resultOf(inputOf(() => pieceSource(log().stored, sizes)))).toEqual(whole);
      }),
      { numRuns: 12 },
    );
  });

  it('gives one result from one file, from several, and from files joined with or without a newline', async () => {
    const { plain, newlines } = log();
    const whole = await resultOf(inputOf(plain));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: newlines.length - 2 }), fc.boolean(), async (line, keepNewline) => {
        const cut = (newlines[line] ?? 0) + 1;
        const head = plain.subarray(0, keepNewline ? cut : cut - 1);
        const tail = plain.subarray(cut);
        expect(await resultOf(inputOf(head, tail))).toEqual(whole);
        expect(await resultOf(inputOf(Buffer.concat([head, tail])))).toEqual(whole);
      }),
      { numRuns: 12 },
    );
  });

  it('gives one result whatever its bytes are packed with, also when members of several formats follow each other', async () => {
    const { plain } = log();
    const whole = await resultOf(inputOf(plain));
    for (const name of packerNames) expect(await resultOf(inputOf(packers[name](plain))), name).toEqual(whole);
    // Members end anywhere, parts at line ends.
    const members = fc.array(fc.tuple(fc.nat(plain.length), fc.constantFrom(...packerNames)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(members, fc.constantFrom(...packerNames), async (cuts, last) => {
        const sorted = cuts.toSorted(([a], [b]) => a - b);
        let start = 0;
        const packed = [...sorted, [plain.length, last] as const].map(([end, name]) => {
          const member = packers[name](plain.subarray(start, end));
          start = end;
          return member;
        });
        expect(await resultOf(inputOf(Buffer.concat(packed)))).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });

  it('gives one result whatever the order of events that do not depend on each other', async () => {
    const { plain } = log();
    const lines = plain.toString().trimEnd().split('\n');
    const whole = await resultOf(inputOf(plain));
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const shuffled = shuffleIndependent(lines, seededRandom(seed));
        expect(shuffled).not.toEqual(lines);
        expect(await resultOf(inputOf(Buffer.from(`${shuffled.join('\n')}\n`)))).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });

  it('gives one result whatever length of line is walked instead of held', async () => {
    // Plans are dropped from walked lines, and with them the nodes that stages name.
    const withoutPlans = (result: Result) => ({
      ...result,
      quality: undefined,
      stages: result.stages.map(({ planNodes: _planNodes, ...stage }) => stage),
    });
    const whole = await resultOf(inputOf(log().plain));
    const { quality } = whole;
    for (const maxLineBytes of [1, 1_000, 10_000]) {
      const result = await resultOf(inputOf(log().plain), { maxLineBytes });
      const { quality: walked } = result;
      expect(withoutPlans(result)).toEqual(withoutPlans(whole));
      expect(walked.linesOversized).toBeGreaterThan(0);
      expect(walked).toMatchObject({ linesUnreadable: 0, trust: quality.trust, missing: quality.missing });
    }
  });

  it('reports a log cut at any byte, and never more than the whole', async () => {
    const { plain, stored } = log();
    const whole = await resultOf(inputOf(plain));
    const ways = new Map<string, Uint8Array>([
      ['plain', plain],
      ['stored', stored],
    ]);
    for (const name of packerNames) ways.set(name, packers[name](plain));
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(...ways.keys()),
        async (share, name) => {
          const bytes = ways.get(name) ?? plain;
          const cut = bytes.subarray(0, Math.floor(share * bytes.length));
          const part = inputOf(cut).parts[0];
          const lines = part === undefined ? 0 : (await decodeAll(part)).toString().split('\n').length - 1;
          if (lines === 0) {
            // Not one line: a sentence says so.
            await expect(resultOf(inputOf(cut))).rejects.toBeInstanceOf(AppError);
            return;
          }
          const result = await resultOf(inputOf(cut));
          for (const [count, most] of Object.entries(whole.counts)) {
            // What was running at the cut is unfinished, and is not among the tasks.
            if (count !== 'unfinishedTasks') {
              expect(result.counts[count as keyof typeof whole.counts], count).toBeLessThanOrEqual(most);
            }
          }
          expect(result.application.durationMs).toBeLessThanOrEqual(whole.application.durationMs);
        },
      ),
      { numRuns: 60 },
    );
  });
});
