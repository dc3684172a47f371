import type { LineLayout, ValueKind } from './line-layout.ts';

/** Numbers that stand for {@link ValueKind} in programs. */
export const valueCodes = { end: 0, number: 1, text: 2, flag: 3, list: 4 } as const satisfies Record<ValueKind, number>;

/** Words per step: start of the literal among the literal bytes, its length, code of the value, column or -1. */
export const stepWords = 4;

/** Layouts as flat numbers, which scanners run through. */
export interface LayoutProgram {
  readonly steps: Int32Array;
  readonly literals: Uint8Array;
  /** Index of the first word of each line layout. */
  readonly lineStarts: readonly number[];
}

/** With `padTo`, each literal is followed by zeros up to a multiple of that many bytes. */
export function compileLayouts(lines: readonly LineLayout[], padTo = 1): LayoutProgram {
  const words: number[] = [];
  let literals = '';
  const lineStarts = lines.map(({ steps }) => {
    const start = words.length;
    for (const { literal, kind, column } of steps) {
      words.push(literals.length, literal.length, valueCodes[kind], column);
      literals += literal.padEnd(Math.ceil(literal.length / padTo) * padTo, '\0');
    }
    return start;
  });
  return {
    steps: Int32Array.from(words),
    // Layouts are ASCII: a character is a byte.
    literals: Uint8Array.from(literals, (character) => character.charCodeAt(0)),
    lineStarts,
  };
}
