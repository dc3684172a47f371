import type { LayoutStep, LineLayout, ValueKind } from './line-layout.ts';

/** Numbers that stand for {@link ValueKind} in programs. */
export const valueCodes = { end: 0, number: 1, text: 2, flag: 3, list: 4 } as const satisfies Record<ValueKind, number>;

/**
 * A guess that the next steps all have the value 0: its literal is their literals, each with its 0. One that is right
 * stands for all of them; after a wrong one they follow one by one.
 */
export const zerosCode = 5;
/** A guess for fewer steps is not worth being wrong. */
const leastZeros = 3;

/** Words per step: start of the literal among the literal bytes, its length, code of the value, column or -1 (steps, for zeros). */
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
  const write = (literal: string, code: number, column: number) => {
    words.push(literals.length, literal.length, code, column);
    literals += literal.padEnd(Math.ceil(literal.length / padTo) * padTo, '\0');
  };
  const lineStarts = lines.map(({ steps }) => {
    const start = words.length;
    let guessed = 0;
    steps.forEach(({ literal, kind, column }, index) => {
      const zeros = index < guessed ? 0 : zerosFrom(steps, index);
      if (zeros > 0) {
        guessed = index + zeros;
        write(textOfZeros(steps.slice(index, guessed)), zerosCode, zeros);
      }
      write(literal, valueCodes[kind], column);
    });
    return start;
  });
  return {
    steps: Int32Array.from(words),
    // Layouts are ASCII: a character is a byte.
    literals: Uint8Array.from(literals, (character) => character.charCodeAt(0)),
    lineStarts,
  };
}

/** For how many steps from this one on to guess zeros: those of one object, which are zeros together. */
function zerosFrom(steps: readonly LayoutStep[], first: number): number {
  // Whoever crosses a list compares the literal of the very next step.
  if (steps[first - 1]?.kind === 'list') return 0;
  let end = first;
  while (steps[end]?.wasZero === true && (end === first || !steps[end]?.literal.includes('{'))) end++;
  return end - first < leastZeros ? 0 : end - first;
}

function textOfZeros(steps: readonly LayoutStep[]): string {
  return steps.map(({ literal }) => `${literal}0`).join('');
}
