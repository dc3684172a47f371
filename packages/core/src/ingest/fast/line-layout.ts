/** What stands between two literal stretches of a line. */
export type ValueKind =
  /** Nothing: the line ends here. */
  | 'end'
  /** An integer of at most 15 digits, which every number type holds exactly. */
  | 'number'
  /** A string without escapes and control characters. */
  | 'text'
  /** `true` or `false`. */
  | 'flag'
  /** `[…]` of which nothing is kept: see `events/accumulables.ts`. */
  | 'list';

/** A literal stretch and the value behind it. */
export interface LayoutStep {
  readonly literal: string;
  readonly kind: ValueKind;
  /** Index into `scanColumns`; -1 when the value is only checked. */
  readonly column: number;
  /** The line that was learned from has a plain 0 here, as most metrics of most tasks do. */
  readonly wasZero: boolean;
}

/** How one kind of line is written, byte by byte; the last literal includes the newline. */
export interface LineLayout {
  readonly isStart: boolean;
  readonly steps: readonly LayoutStep[];
  /** Columns that no value of the line decides. */
  readonly constants: readonly { readonly column: number; readonly value: number | string }[];
}

/** More layouts than these are not kept: each unknown line is tried against all of them. */
export const maxLineLayouts = 16;

export const checkedOnly = -1;

/** A JSON integer that is safe to read digit by digit; `-0` and leading zeros are not. */
export const plainInteger = /^(?:0|-?[1-9]\d{0,14})$/;

/** Layouts are equal when they match the same lines and mean the same. */
export function layoutKey({ isStart, steps, constants }: LineLayout): string {
  return JSON.stringify([isStart, steps.map(({ literal, kind, column }) => [literal, kind, column]), constants]);
}
