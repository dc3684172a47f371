import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '@cinderlog/core';
import { logText, resultOfText, sampleRun } from '../../../test-support/sample-run.ts';
import { widthOf } from '../../terminal/fit.ts';
import { newPage, type Page } from '../../terminal/page.ts';
import type { Extent } from './extent.ts';
import { renderText } from './render-text.ts';

const usual: Extent = { rows: 10, all: false, tables: new Set(), evidence: false };
const textOf = (results: readonly Result[], page: Page, extent: Partial<Extent> = {}) =>
  renderText(results, {
    page,
    extent: { ...usual, ...extent },
    several: results.length > 1,
    each: true,
    forEyes: false,
  });
const linesOf = (page: Page, ...results: Result[]) => textOf(results, page, { all: true }).split('\n');
const firstPageOf = (page: Page, ...results: Result[]) => textOf(results, page).split('\n');

/** Names as a stranger could choose them. */
const hostile = {
  'nightly orders': '\u001b[2J\u001b]0;owned\u0007夜間の注文 😀\r\nFindings, worst first \u202eedoc',
  'stage 0': `${'very.long.ClassName$'.repeat(20)}\u009b1A`,
  'stage 1': '日本語の長い段階の名前'.repeat(10),
  'host-2': `ip-${'10-'.repeat(40)}.internal`,
  'Command exited with code 52': `Command exited with code 52\n\u001b[31m${'理由'.repeat(100)}`,
  'Job aborted due to stage failure: it broke': `Job aborted ${'👩‍👩‍👧'.repeat(60)}\nat x.y(Z)\u001b[0m`,
};

let sample: Result;
let nasty: Result;
let huge: Result;
beforeAll(async () => {
  sample = await resultOfText(logText());
  nasty = await resultOfText(logText(sampleRun, hostile), `logs/${'深い/'.repeat(40)}app\u001b[1m`);
  huge = withHugeNumbers(sample);
});

/** Every number of the tables as wide as it can get. */
function withHugeNumbers(result: Result): Result {
  const ms = 4_321 * 3_600_000 + 59 * 60_000;
  const bytes = 999.9 * 2 ** 40;
  const stages = result.stages.map((stage) => ({
    ...stage,
    stageId: 123_456,
    attemptId: 12,
    endMs: stage.startMs + ms,
    tasks: { ...stage.tasks, ended: 12_345_678, failed: 1_234_567 },
    durationMs: { min: ms, p25: ms, median: ms, p75: ms, max: ms },
    ...{ inputBytes: bytes, shuffleReadBytes: bytes, shuffleWriteBytes: bytes, diskSpilledBytes: bytes },
  }));
  const executors = result.executors.map((executor) => ({
    ...executor,
    tasks: 12_345_678,
    ...(executor.removedMs !== undefined && { removedMs: ms }),
  }));
  return { ...result, stages, executors };
}

describe('the page', () => {
  it.each([60, 80, 100, 120])('has no line wider than %d columns, whatever the names', (width) => {
    for (const unicode of [true, false]) {
      for (const colored of [true, false]) {
        for (const result of [sample, nasty, huge]) {
          for (const line of linesOf(newPage(width, colored, unicode), result)) {
            expect(widthOf(line), line).toBeLessThanOrEqual(width);
          }
        }
      }
    }
  });

  it('is free of control codes without colour, and holds only colours with it', () => {
    const plain = linesOf(newPage(80, false, true), nasty);
    expect(plain.filter((line) => /[\p{Cc}\p{Cf}]/u.test(line))).toEqual([]);
    const colored = linesOf(newPage(80, true, true), nasty);
    // eslint-disable-next-line no-control-regex
    expect(colored.filter((line) => /[\p{Cc}\p{Cf}]/u.test(line.replace(/\u001b\[\d+m/g, '')))).toEqual([]);
  });

  it('says the same with and without colour, but for the shades of bars', () => {
    // eslint-disable-next-line no-control-regex
    const colored = linesOf(newPage(90, true, true), sample).map((line) => line.replace(/\u001b\[\d+m/g, ''));
    const words = (lines: readonly string[]) => lines.map((line) => line.replace(/[░▒█]/g, '#').trimEnd());
    expect(words(colored)).toEqual(words(linesOf(newPage(90, false, true), sample)));
  });

  it('draws with nothing but ASCII where block characters cannot be shown', () => {
    expect(linesOf(newPage(80, false, false), sample).filter((line) => /[^ -~]/.test(line))).toEqual([]);
  });

  it('cannot be made to show a heading of ours by a name', () => {
    const headings = linesOf(newPage(80, false, true), nasty).filter((line) => line.startsWith('Findings, worst'));
    expect(headings).toHaveLength(1);
  });

  it('opens with the application, the ledger in words and the costliest finding', () => {
    const [name, ...rest] = linesOf(newPage(200, false, true), sample);
    expect(name).toBe('nightly orders');
    const verdict = rest.find((line) => line.startsWith('Of 60 s, '));
    expect(verdict).toMatch(/^Of 60 s, .+ and .+\.$/);
    expect(rest.find((line) => line.startsWith('Look first'))).toContain(sample.findings[0]!.title);
  });

  it('names the parts of the ledger by size, largest first', () => {
    const verdict = linesOf(newPage(200, false, true), sample).find((line) => line.startsWith('Of 60 s, ')) ?? '';
    const seconds = [...verdict.slice('Of 60 s, '.length).matchAll(/([\d.]+) s /g)].map((match) => Number(match[1]));
    expect(seconds.length).toBeGreaterThanOrEqual(2);
    expect(seconds).toEqual([...seconds].sort((a, b) => b - a));
  });

  it('tells how each executor went, and what failed', () => {
    const text = linesOf(newPage(120, false, true), sample).join('\n');
    expect(text).toMatch(/^2 +host-2 .*\+30 s +out-of-memory +certain +Command exited with code 52$/m);
    expect(text).toMatch(/^ +1 +.*\+50 s +8 s +Job aborted due to stage failure: it broke$/m);
    expect(text).toContain('ended, 1 of 2 jobs failed');
  });

  it('shows every finding and every row with --all, and says what it leaves out without', () => {
    const page = newPage(80, false, true);
    const few = textOf([sample], page, { rows: 1, tables: new Set(['stages']) });
    expect(few).toContain('Longest stages, with the times of their tasks (1 of 2)');
    expect(few).toContain('--top 2 shows all');
    const all = textOf([sample], page, { rows: Infinity, all: true });
    expect(all).not.toContain('(1 of 2)');
    expect(all).not.toContain('--top');
    expect(all.match(/^ *\d+ {2}[●▲○]/gm)).toHaveLength(sample.findings.length);
  });

  it('shows what to know first, and ends with what to do', () => {
    const lines = firstPageOf(newPage(80, false, true), sample);
    const headings = lines.flatMap((line) => /^(\S.*?) ─+$/.exec(line)?.[1] ?? []);
    expect(headings).toEqual([
      'Where the time went',
      'Timeline',
      'Findings, worst first',
      'How far to trust this',
      'What to do first',
    ]);
    const [worst] = sample.findings;
    const steps = lines.slice(lines.findIndex((line) => line.startsWith('What to do first'))).join(' ');
    expect(steps.replaceAll(/\s+/g, ' ')).toContain(worst!.advice[0]!.text);
    expect(steps).toContain(worst!.kind);
  });

  it('says once what several findings ask for, with what they cost together', () => {
    const [worst] = sample.findings;
    const twice = { ...worst!, id: 'the same again', cost: { ...worst!.cost, wallClockMs: 1_000 } };
    const first = { ...worst!, cost: { ...worst!.cost, wallClockMs: 2_000 } };
    const text = textOf([{ ...sample, findings: [first, twice] }], newPage(80, false, true));
    const steps = text.slice(text.indexOf('What to do first')).replaceAll(/\s+/g, ' ');
    expect(steps.split(worst!.advice[0]!.text)).toHaveLength(2);
    expect(steps).toContain('3 s in 2 findings');
  });

  it.each([
    ['stages', 'Longest stages'],
    ['executors', 'Executors (1 of 2 went early)'],
    ['sql', 'Longest SQL executions'],
    ['streaming', 'There is no streaming query in this log.'],
    ['config', 'There is no configuration in this log.'],
    ['findings', 'Findings, worst first'],
  ] as const)('shows only the table of --%s below the opening', (name, title) => {
    const lines = textOf([sample], newPage(120, false, true), { tables: new Set([name]) }).split('\n');
    expect(lines[0]).toBe('nightly orders');
    expect(lines.some((line) => line.startsWith(title))).toBe(true);
    expect(lines.some((line) => line.startsWith('Timeline') || line.startsWith('Where the time'))).toBe(false);
  });

  it('shows with --evidence every fact, its place, and the event that stands there', () => {
    const text = textOf([sample], newPage(120, false, true), {
      evidence: true,
      lineAt: (file, line) => `{"Event":"from ${file}","at":${line}}\u001b[31m`,
    });
    const facts = sample.findings.slice(0, 3).flatMap(({ evidence }) => evidence);
    const places = facts.flatMap(({ source }) => source ?? []);
    expect(places.length).toBeGreaterThan(0);
    for (const { file, line, byteOffset } of places) {
      expect(text).toContain(`${file.split('/').at(-1)!}:${line} (byte ${byteOffset})`);
      expect(text).toContain(`{"Event":"from ${file}","at":${line}}\\x1b[31m`);
    }
  });

  it('lists several applications before their reports', () => {
    const lines = linesOf(newPage(100, false, true), sample, nasty);
    expect(lines[0]).toMatch(/^2 applications ─+$/);
    expect(lines.filter((line) => /^Application \d of 2 ─/.test(line))).toHaveLength(2);
  });
});

describe('how far to trust it', () => {
  const qualityOf = (lines: readonly string[]) =>
    lines.slice(
      lines.findIndex((line) => line.startsWith('How far')) + 1,
      lines.findIndex((line) => line.startsWith('What to do')),
    );

  it('is one line for a whole log', () => {
    const lines = qualityOf(linesOf(newPage(120, false, true), sample)).filter((line) => line !== '');
    expect(lines).toEqual([
      `The log is complete: every number in this report counts all that Spark wrote. ${sample.quality.linesRead} lines read.`,
    ]);
  });

  it('counts what could not be read and says where it stands', async () => {
    const lines = logText().trimEnd().split('\n');
    const broken = await resultOfText([lines[0], '{"Event":"Spark', ...lines.slice(1), '{"Event":"cut'].join('\n'));
    const page = linesOf(newPage(120, false, true), broken);
    const text = qualityOf(page).join('\n');
    expect(text).toContain('The log is incomplete');
    // The second line begins behind the first and its line feed.
    expect(text).toContain(`2 lines could not be read: logs/sample:2:${Buffer.byteLength(lines[0]!) + 1} (not JSON)`);
    expect(page.slice(0, 10).join('\n')).toContain('The log is incomplete');
  });

  it('says so when there is no end', async () => {
    const unended = await resultOfText(logText({ ...sampleRun, unended: true }));
    expect(linesOf(newPage(120, false, true), unended).join('\n')).toContain('no end in the log');
  });
});
