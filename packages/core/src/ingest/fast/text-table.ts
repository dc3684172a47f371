import type { LineLayout } from './line-layout.ts';

/** More different texts, or longer ones, are left to the slow path. */
const maxTexts = 1 << 14;
const slotCount = maxTexts * 4;
/** Room for the texts that layouts set, which must not be refused. */
const reservedTexts = 256;
export const maxTextBytes = 256;

/** Codes of ASCII texts, found by their bytes. Code 0 is the empty text. */
export class TextTable {
  readonly texts: string[] = [''];
  /** Codes by hash; 0 is a free slot, because the empty text is not looked up. */
  #slots = new Uint16Array(slotCount);

  /** The code of bytes `start` to `end`; -1 when the table is full. The bytes must be ASCII and at most {@link maxTextBytes}. */
  codeOf(bytes: Uint8Array, start: number, end: number, most = maxTexts): number {
    if (start === end) return 0;
    let hash = end - start;
    for (let at = start; at < end; at++) hash = Math.imul(hash, 31) + (bytes[at] ?? 0);
    for (let slot = (hash ^ (hash >>> 15)) & (slotCount - 1); ; slot = (slot + 1) & (slotCount - 1)) {
      const code = this.#slots[slot] ?? 0;
      if (code === 0) return this.#add(slot, textOf(bytes, start, end), most);
      if (isEqual(this.texts[code] ?? '', bytes, start, end)) return code;
    }
  }

  /** The code of a text that a layout sets. */
  codeOfText(text: string): number {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    return this.codeOf(bytes, 0, bytes.length, maxTexts + reservedTexts);
  }

  #add(slot: number, text: string, most: number): number {
    if (this.texts.length >= most) return -1;
    this.#slots[slot] = this.texts.length;
    return this.texts.push(text) - 1;
  }
}

function isEqual(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let at = start; at < end; at++) if (text.charCodeAt(at - start) !== bytes[at]) return false;
  return true;
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}

/** What a layout writes into every row. */
export type Constants = readonly { readonly column: number; readonly value: number }[];

export function codedConstants(layout: LineLayout, table: TextTable): Constants {
  return layout.constants.map(({ column, value }) => ({
    column,
    value: typeof value === 'number' ? value : table.codeOfText(value),
  }));
}
