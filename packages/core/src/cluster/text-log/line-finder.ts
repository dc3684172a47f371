import { joinBytes } from '../../util/join-bytes.ts';
import type { LineStart } from '../json/json-records.ts';
import { timeOfLine, type LineTime } from './log-clock.ts';
import { plainLine } from './structured-line.ts';

/** Lines longer than this are looked at up to here; what a rule needs stands at their beginning. */
const mostLineBytes = 4_096;
/** A line still open at the end of a chunk is carried over; of a longer one the rest is passed over. */
const mostCarriedBytes = 1 << 16;
/** The time of a line without one is that of the next one above it, as far as a stack trace goes. */
const mostLinesBack = 300;
const newline = 10;

/** A line that a rule may want, with its time or the last one above it. */
export interface FoundLine extends LineStart {
  readonly text: string;
  readonly time: LineTime | undefined;
}

/**
 * Finds the few interesting lines of a log without decoding the others: bytes are searched as Latin-1, in which every byte is
 * one character, and only what is found is decoded. Memory does not grow with the log.
 */
export class LineFinder {
  lines = 0;
  readonly #interesting: RegExp;
  readonly #found: (line: FoundLine) => void;
  #bytes = new TextDecoder('latin1');
  #text = new TextDecoder();
  #carry = new Uint8Array(0);
  #skipping = false;
  #offset = 0;
  #lastTime: LineTime | undefined;

  /** @param interesting a global expression that matches inside a line */
  constructor(interesting: RegExp, found: (line: FoundLine) => void) {
    this.#interesting = new RegExp(interesting.source, 'gim');
    this.#found = found;
  }

  push(chunk: Uint8Array): void {
    let rest = chunk;
    if (this.#skipping) {
      const end = rest.indexOf(newline);
      if (end < 0) {
        this.#offset += rest.length;
        return;
      }
      this.#offset += end + 1;
      this.lines++;
      rest = rest.subarray(end + 1);
      this.#skipping = false;
    }
    const joined = this.#carry.length === 0 ? rest : joinBytes(this.#carry, rest);
    const end = joined.lastIndexOf(newline) + 1;
    this.#search(joined.subarray(0, end));
    const open = joined.subarray(end);
    if (open.length > mostCarriedBytes) {
      this.#search(open);
      // Its line end was not seen yet, so it is counted when it is.
      this.#carry = new Uint8Array(0);
      this.#skipping = true;
    } else this.#carry = open.slice();
  }

  finish(): void {
    if (this.#carry.length > 0) {
      this.#search(this.#carry);
      this.lines++;
    }
    this.#carry = new Uint8Array(0);
  }

  #search(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const text = this.#bytes.decode(bytes);
    let counted = 0;
    this.#interesting.lastIndex = 0;
    for (let match = this.#interesting.exec(text); match !== null; match = this.#interesting.exec(text)) {
      const start = text.lastIndexOf('\n', match.index) + 1;
      const newlineAt = text.indexOf('\n', match.index);
      const end = newlineAt < 0 ? text.length : newlineAt;
      this.lines += countNewlines(bytes, counted, start);
      counted = start;
      // A progress bar draws over itself with carriage returns, and what is logged then stands behind its last state.
      const from = Math.max(start, text.lastIndexOf('\r', match.index) + 1, this.#offset === 0 ? markLength(text) : 0);
      this.#found({
        text: plainLine(this.#text.decode(bytes.subarray(from, Math.min(end, from + mostLineBytes))).trimEnd()),
        time: timeOfLine(text.slice(from, from + 60)) ?? timeAbove(text, start, this.#lastTime),
        line: this.lines + 1,
        byteOffset: this.#offset + start,
      });
      this.#interesting.lastIndex = end;
    }
    this.lines += countNewlines(bytes, counted, bytes.length);
    this.#lastTime = timeAbove(text, text.lastIndexOf('\n', text.length - 2) + 1, this.#lastTime);
    this.#offset += bytes.length;
  }
}

/** A byte order mark of UTF-8, read as Latin-1, before the first line. */
function markLength(text: string): number {
  return text.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0;
}

function timeAbove(text: string, lineStart: number, otherwise: LineTime | undefined): LineTime | undefined {
  let start = lineStart;
  for (let lines = 0; lines < mostLinesBack; lines++) {
    const time = timeOfLine(text.slice(start, start + 60));
    if (time !== undefined) return time;
    if (start === 0) break;
    start = text.lastIndexOf('\n', start - 2) + 1;
  }
  return otherwise;
}

function countNewlines(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(newline, from); at >= 0 && at < to; at = bytes.indexOf(newline, at + 1)) count++;
  return count;
}
