/**
 * Task lines by learned layouts, with SIMD: the twin of `table-scanner.ts`, which says what it does in plainer words. Input
 * is followed by zeros, which match nothing, so that no step needs to look where the input ends.
 */
import { listEnd } from './lists';
import {
  END_ROWS,
  ENDS,
  ENDS_COUNT,
  LINE_COUNT,
  LINE_WORDS,
  LINES,
  ORDER,
  START_ROWS,
  STARTS,
  STARTS_COUNT,
} from './memory';
import { textCode } from './texts';
import { flagEnd, isLiteral, isLongLiteral, NONE, numberAt, numberEnd, textEnd } from './values';

export { findControlByte } from './control-bytes';
export { packColumn } from './pack';

/**
 * Takes lines between two addresses until one matches no layout or there is no room; returns the address of the first line
 * that was not taken. Ends are added behind those of earlier scans.
 */
export function scan(start: usize, end: usize, maxLineBytes: u32): usize {
  let starts: u32 = 0;
  let ends = load<u32>(ENDS_COUNT);
  let order = ORDER;
  let at = start;
  while (starts < START_ROWS && ends < END_ROWS && at < end) {
    const lineEnd = matchLine(at, starts, ends);
    if (lineEnd == NONE || lineEnd > end || <u32>(lineEnd - at - 1) > maxLineBytes) break;
    const isStart = load<u32>(lineLayout(lastLine), 12);
    writeConstants(lastLine, rowAddress(isStart, isStart ? starts : ends));
    store<u8>(order++, isStart ? 0 : 1);
    if (isStart) starts++;
    else ends++;
    at = lineEnd;
  }
  store<u32>(STARTS_COUNT, starts);
  store<u32>(ENDS_COUNT, ends);
  return at;
}

/** For texts that layouts set. */
export function codeOfText(start: usize, length: usize): i32 {
  return textCode(start, length);
}

let lastLine: u32 = 0;

// @ts-ignore: decorator
@inline
function lineLayout(index: u32): usize {
  return LINES + <usize>index * LINE_WORDS * 4;
}

// @ts-ignore: decorator
@inline
function rowAddress(isStart: u32, row: u32): usize {
  return (isStart ? STARTS : ENDS) + ((<usize>row) << 3);
}

// @ts-ignore: decorator
@inline
function writeConstants(line: u32, row: usize): void {
  const layout = lineLayout(line);
  let constant = <usize>load<u32>(layout, 4);
  const last = constant + ((<usize>load<u32>(layout, 8)) << 4);
  for (; constant < last; constant += 16) store<f64>(row + <usize>load<u32>(constant), load<f64>(constant, 8));
}

function matchLine(at: usize, starts: u32, ends: u32): usize {
  const count = load<u32>(LINE_COUNT);
  const expected = load<u32>(lineLayout(lastLine), 16);
  for (let tried: u32 = 0; tried <= count; tried++) {
    const index = tried == 0 ? expected : tried - 1;
    if (index >= count || (tried != 0 && index == expected)) continue;
    const layout = lineLayout(index);
    const isStart = load<u32>(layout, 12);
    const end = matchSteps(<usize>load<u32>(layout), at, rowAddress(isStart, isStart ? starts : ends));
    if (end == NONE) continue;
    store<u32>(lineLayout(lastLine), index, 16);
    lastLine = index;
    return end;
  }
  return NONE;
}

/** The kind of a step that guesses that all values of the next steps, as many as its last word says, are 0. */
const ZEROS: u32 = 5;

/**
 * How many bytes a value had in the last line. Mostly it has as many again, and that branch is foreseen: the processor works on the
 * next step before it has found where this value ends.
 */
// @ts-ignore: decorator
@inline
function endLikeLast(step: usize, at: usize, found: usize): usize {
  const end = at + <usize>load<u16>(step, 10);
  if (end == found) return end;
  store<u16>(step, <u16>(found - at), 10);
  return found;
}

/** Runs through the steps of a line: literal, its length, kind of value (and {@link endLikeLast}), offset of the column or -1. */
function matchSteps(program: usize, start: usize, row: usize): usize {
  let at = start;
  let step = program;
  while (true) {
    const length = <usize>load<u32>(step, 4);
    const kind = <u32>load<u8>(step, 8);
    if (kind == ZEROS) {
      if (isLongLiteral(<usize>load<u32>(step), length, at)) {
        at += length;
        const last = step + (<usize>load<u32>(step, 12) << 4);
        while (step < last) {
          step += 16;
          const column = load<i32>(step, 12);
          if (column >= 0) store<f64>(row + <usize>column, 0);
        }
      }
      step += 16;
      continue;
    }
    if (!isLiteral(<usize>load<u32>(step), length, at)) return NONE;
    at += length;
    const column = load<i32>(step, 12);
    if (kind == 1) {
      const digit = <u32>load<u8>(at) - 0x30;
      // Most metrics of most tasks are one digit.
      if (digit <= 9 && <u32>load<u8>(at, 1) - 0x30 > 9) {
        if (column >= 0) store<f64>(row + <usize>column, <f64>digit);
        at++;
      } else {
        const found = numberEnd(at);
        if (found == NONE) return NONE;
        const end = endLikeLast(step, at, found);
        if (column >= 0) store<f64>(row + <usize>column, numberAt(at, found));
        at = end;
      }
    } else if (kind == 2) {
      const found = textEnd(at);
      if (found == NONE) return NONE;
      const end = endLikeLast(step, at, found);
      if (column >= 0) {
        const code = textCode(at + 1, end - at - 2);
        if (code < 0) return NONE;
        store<f64>(row + <usize>column, <f64>code);
      }
      at = end;
    } else if (kind == 3) {
      const end = flagEnd(at);
      if (end == NONE) return NONE;
      if (column >= 0) store<f64>(row + <usize>column, load<u8>(at) == 0x74 ? 1 : 0);
      at = end;
    } else if (kind == 4) {
      at = listEnd(at, <usize>load<u32>(step, 16), <usize>load<u32>(step, 20));
      if (at == NONE) return NONE;
    } else return at;
    step += 16;
  }
}
