import { decodeTaskEnd, decodeTaskStart, newTaskRecord, type TaskRecord } from '../../events/task.ts';
import { checkedOnly, plainInteger, type LayoutStep, type LineLayout } from './line-layout.ts';
import { scanColumns, spreadRecord, startColumns, type ScanColumn } from './task-columns.ts';
import { tokenize, type Token } from './tokens.ts';

type Effect = { readonly column: number } | 'none' | 'mixed';

/**
 * Learns how a task line is written. Which value goes into which column is not written down a second time: each value of
 * the line is replaced by others, and the reference decoder shows what changes. Nothing for lines that no layout can
 * stand for (escapes, lists other than accumulables, ends that are no runs).
 */
export function learnLayout(text: string, isStart: boolean): LineLayout | undefined {
  const event = JSON.parse(text) as Record<string, unknown>;
  const tokens = tokenize(text, event);
  const base = decode(event, isStart);
  if (tokens === undefined || base === undefined) return undefined;
  const decided = new Set<number>();
  const steps: LayoutStep[] = [];
  let literalStart = 0;
  for (const token of tokens) {
    const step = learnStep(token, text, event, isStart, base);
    if (step === 'refuse') return undefined;
    if (step === 'literal') continue;
    if (step.column !== checkedOnly) decided.add(step.column);
    const column = isKept(step.column, isStart) ? step.column : checkedOnly;
    const wasZero = step.kind === 'number' && text.slice(token.start, token.end) === '0';
    steps.push({ ...step, column, literal: text.slice(literalStart, token.start), wasZero });
    literalStart = token.end;
  }
  steps.push({ literal: `${text.slice(literalStart)}\n`, kind: 'end', column: checkedOnly, wasZero: false });
  if (!steps.every((step, index) => step.kind !== 'list' || canFollowList(steps[index + 1]?.literal ?? '')))
    return undefined;
  const constants = base.flatMap((value, column) =>
    decided.has(column) || !isKept(column, isStart) ? [] : [{ column, value }],
  );
  return { isStart, steps, constants };
}

const keptOfStarts = new Set<ScanColumn>(startColumns);

function isKept(column: number, isStart: boolean): boolean {
  const name = scanColumns[column];
  return !isStart || (name !== undefined && keptOfStarts.has(name));
}

/**
 * Whether a list may be crossed to this literal without looking into it: as `events/accumulables.ts` proves, the first
 * quote, where there is one, must open a text that starts with a letter.
 */
function canFollowList(literal: string): boolean {
  return /^[^"]*(?:"[A-Za-z]|\n$)/.test(literal);
}

/** Used again and again: the decoders write all that they have to say, and starts say little. */
const startRecord: TaskRecord = { ...newTaskRecord(), reason: 'Unfinished' };
const endRecord: TaskRecord = newTaskRecord();

function decode(event: Record<string, unknown>, isStart: boolean): (number | string)[] | undefined {
  if (isStart) return decodeTaskStart(event, startRecord) ? spreadRecord(startRecord) : undefined;
  return decodeTaskEnd(event, endRecord) ? spreadRecord(endRecord) : undefined;
}

function learnStep(
  token: Token,
  text: string,
  event: Record<string, unknown>,
  isStart: boolean,
  base: readonly (number | string)[],
): Pick<LayoutStep, 'kind' | 'column'> | 'literal' | 'refuse' {
  const { kind } = token;
  if (kind === 'null' || literalKeys.has(token.key)) return 'literal';
  if (kind === 'list') {
    const isEmpty = token.end - token.start === 2;
    if (token.key === 'Accumulables') return { kind, column: checkedOnly };
    return isEmpty ? 'literal' : 'refuse';
  }
  if (kind === 'number' && !plainInteger.test(text.slice(token.start, token.end))) return 'refuse';
  const effects = probes[kind].map((probe) => effectOf(token, probe, event, isStart, base));
  // Texts that are cut or joined would each need a layout of their own; flags have but two.
  if (effects.some((effect) => effect === 'mixed')) return kind === 'flag' ? 'literal' : 'refuse';
  if (effects.every((effect) => effect === 'none')) return { kind, column: checkedOnly };
  const columns = new Set(effects.flatMap((effect) => (typeof effect === 'object' ? [effect.column] : [])));
  const [column] = columns;
  // Of two probes one may equal the value that the line has, so that nothing changes.
  if (column === undefined || columns.size > 1) return 'refuse';
  return { kind, column };
}

/** The decoder compares these with words of its own, which no probe would hit upon. */
const literalKeys = new Set(['Event', 'Reason']);

/** Values that a decoder would have to treat differently if it did more than copy them. */
const probes = {
  number: [7_000_001, 0, -12, 123_456_789_012_345],
  text: [' probe, one ', 'probe; two', '', '7'],
  flag: [true, false],
};

function effectOf(
  { holder, key }: Token,
  probe: number | string | boolean,
  event: Record<string, unknown>,
  isStart: boolean,
  base: readonly (number | string)[],
): Effect {
  const original = holder[key];
  holder[key] = probe;
  const probed = decode(event, isStart);
  holder[key] = original;
  if (probed === undefined) return 'mixed';
  const changed = base.flatMap((value, column) => (Object.is(value, probed[column]) ? [] : [column]));
  if (changed.length === 0) return 'none';
  const [column] = changed;
  const expected = typeof probe === 'boolean' ? Number(probe) : probe;
  if (column === undefined || changed.length > 1 || probed[column] !== expected) return 'mixed';
  // A verdict is decided by words, never copied.
  return column < firstVerdictColumn ? { column } : 'mixed';
}

const firstVerdictColumn = scanColumns.indexOf('reason');
