import { createColors } from 'picocolors';

/** Marks of our own drawing; text from the log never passes through here. */
export interface Symbols {
  readonly ellipsis: string;
  /** Between short facts on one line. */
  readonly dot: string;
  readonly times: string;
  readonly rule: string;
  /** Fillings of the ledger bar for its three groups. */
  readonly shades: readonly [string, string, string];
  /** Heights of a column from empty to full. */
  readonly heights: readonly string[];
  /** Offered and not used. */
  readonly free: string;
  readonly axis: string;
  readonly span: string;
  readonly removal: string;
  readonly failure: string;
  readonly severity: Readonly<Record<'critical' | 'warning' | 'info', string>>;
}

const unicodeSymbols: Symbols = {
  ellipsis: '…',
  dot: '·',
  times: '×',
  rule: '─',
  shades: ['░', '▒', '█'],
  heights: [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  free: '░',
  axis: '│',
  span: '━',
  removal: '×',
  failure: '!',
  severity: { critical: '●', warning: '▲', info: '○' },
};

const asciiSymbols: Symbols = {
  ellipsis: '..',
  dot: '|',
  times: 'x',
  rule: '-',
  shades: ['.', '-', '#'],
  heights: [' ', '_', '#'],
  free: '.',
  axis: '|',
  span: '=',
  removal: 'x',
  failure: '!',
  severity: { critical: '!', warning: '*', info: '-' },
};

export type Colors = ReturnType<typeof createColors>;
export type Paint = (text: string) => string;

/** How to draw: everything that a section needs to know about the place it is drawn on. */
export interface Page {
  readonly width: number;
  readonly colors: Colors;
  /** Without colour, shades have to tell the groups apart. */
  readonly colored: boolean;
  readonly symbols: Symbols;
}

/** A page of a width, with or without colour, in block characters or in plain ASCII. */
export function newPage(width: number, colored: boolean, unicode: boolean): Page {
  return { width, colored, colors: createColors(colored), symbols: unicode ? unicodeSymbols : asciiSymbols };
}
