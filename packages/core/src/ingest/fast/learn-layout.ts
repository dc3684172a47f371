import { decodeTaskEnd, decodeTaskStart, newTaskRecord, type TaskRecord } from '../../events/task.ts';
import { checkedOnly, plainInteger, type EntryLayout, type LayoutStep, type LineLayout } from './line-layout.ts';
import { scanColumns, spreadRecord } from './task-columns.ts';
import { tokenize, type Token } from './tokens.ts';

/** What one line teaches. */
export interface Lesson {
  readonly line: LineLayout;
  readonly entries: readonly EntryLayout[];
}

type Effect = { readonly column: number } | 'none' | 'mixed';

/**
 * Learns how a task line is written. Which value goes into which column is not written down a second time: each value of
 * the line is replaced by others, and the reference decoder shows what changes. Nothing for lines that no layout can
 * stand for (escapes, lists other than accumulables, ends that are no runs).
 */
export function learnLayout(text: string, isStart: boolean): Lesson | undefined {
  const event = JSON.parse(text) as Record<string, unknown>;
  const tokens = tokenize(text, event);
  const base = decode(event, isStart);
  if (tokens === undefined || base === undefined) return undefined;
  const decided = new Set<number>();
  const entries: EntryLayout[] = [];
  const steps: LayoutStep[] = [];
  let literalStart = 0;
  for (const token of tokens) {
    const step = learnStep(token, text, event, isStart, base);
    if (step === 'refuse') return undefined;
    if (step === 'literal') continue;
    if (step.kind === 'list' && !learnEntries(text.slice(token.start, token.end), token, entries)) return undefined;
    if (step.column !== checkedOnly) decided.add(step.column);
    steps.push({ ...step, literal: text.slice(literalStart, token.start) });
    literalStart = token.end;
  }
  steps.push({ literal: `${text.slice(literalStart)}\n`, kind: 'end', column: checkedOnly });
  const constants = base.flatMap((value, column) => (decided.has(column) ? [] : [{ column, value }]));
  return { line: { isStart, steps, constants }, entries };
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
): Omit<LayoutStep, 'literal'> | 'literal' | 'refuse' {
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

/** Strings in entries that differ from entry to entry; any other is part of the layout. */
const varyingKeys = new Set(['ID', 'Name', 'Update', 'Value']);

/** Adds the layouts of a list's entries; false when one cannot be stood for by a layout. */
function learnEntries(list: string, { holder, key }: Token, into: EntryLayout[]): boolean {
  const values = holder[key] as unknown[];
  const entryTexts = splitEntries(list);
  if (entryTexts?.length !== values.length) return false;
  return values.every((value, index) => {
    const text = entryTexts[index] ?? '';
    const tokens = typeof value === 'object' && value !== null && !Array.isArray(value) && tokenize(text, value);
    if (tokens === false || tokens === undefined) return false;
    const steps = entrySteps(text, tokens);
    if (steps === undefined) return false;
    into.push(steps);
    return true;
  });
}

function entrySteps(text: string, tokens: readonly Token[]): EntryLayout | undefined {
  const steps: LayoutStep[] = [];
  let literalStart = 0;
  for (const { kind, key, start, end, depth } of tokens) {
    if (kind === 'list' || depth > 0) return undefined;
    if (kind === 'null' || kind === 'flag' || (kind === 'text' && !varyingKeys.has(key))) continue;
    if (kind === 'number' && !plainInteger.test(text.slice(start, end))) return undefined;
    steps.push({ literal: text.slice(literalStart, start), kind, column: checkedOnly });
    literalStart = end;
  }
  steps.push({ literal: text.slice(literalStart), kind: 'end', column: checkedOnly });
  return steps;
}

/** The texts of a list's entries, which must follow each other without white space. */
function splitEntries(list: string): string[] | undefined {
  if (list === '[]') return [];
  if (!list.startsWith('[{') || !list.endsWith('}]')) return undefined;
  const entries: string[] = [];
  let start = 1;
  let depth = 0;
  let inString = false;
  for (let at = 1; at < list.length - 1; at++) {
    const character = list[at];
    if (character === '"') inString = !inString;
    if (inString) continue;
    if (character === '{') depth++;
    else if (character === '}' && --depth === 0) {
      entries.push(list.slice(start, at + 1));
      if (at + 2 < list.length && (list[at + 1] !== ',' || list[at + 2] !== '{')) return undefined;
      start = at + 2;
    }
  }
  return entries;
}
