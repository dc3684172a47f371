import { lab, rgb } from 'd3-color';
import { wallClockLabels } from '@cinderlog/core';

/** All colours of the canvases, read from the style sheet once per change of theme. */
export interface Theme {
  readonly font: string;
  readonly page: string;
  readonly lane: string;
  readonly line: string;
  readonly text: string;
  readonly quiet: string;
  readonly accent: string;
  readonly failed: string;
  readonly killed: string;
  readonly good: string;
  readonly warn: string;
  readonly info: string;
  readonly sql: string;
  readonly job: string;
  readonly batch: string;
  readonly slots: string;
  readonly busy: string;
  readonly pending: string;
  readonly phases: readonly string[];
  readonly categories: readonly string[];
  /** By label code of the ledger. */
  readonly labels: readonly string[];
}

export const categoryCount = 8;

let known: { readonly name: string | undefined; readonly theme: Theme } | undefined;

/** The colours of now. Asking a style sheet for them in every frame would cost more than some lanes. */
export function currentTheme(): Theme {
  const { theme: name } = document.documentElement.dataset;
  if (known === undefined || known.name !== name) known = { name, theme: readTheme(document.body) };
  return known.theme;
}

function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim() || '#888';
  return {
    font: style.fontFamily,
    page: token('page'),
    lane: token('lane'),
    line: token('line'),
    text: token('text'),
    quiet: token('quiet'),
    accent: token('accent'),
    failed: token('failed'),
    killed: token('killed'),
    good: token('good'),
    warn: token('warn'),
    info: token('info'),
    sql: token('sql'),
    job: token('job'),
    batch: token('batch'),
    slots: token('slots'),
    busy: token('busy'),
    pending: token('pending'),
    phases: ['computing', 'gc', 'shuffle', 'overhead'].map((phase) => token(`phase-${phase}`)),
    categories: Array.from({ length: categoryCount }, (_, i) => token(`category-${i}`)),
    labels: wallClockLabels.map((label) => token(`label-${label}`)),
  };
}

const readable = new Map<string, string>();

/** Black or white, whichever can be read on a colour. */
export function textOn(color: string): string {
  let text = readable.get(color);
  if (text === undefined) {
    text = lab(color).l > 58 ? '#14161a' : '#ffffff';
    readable.set(color, text);
  }
  return text;
}

const faded = new Map<string, string>();

/** A colour mixed into the page, for what does not matter at the moment. Opaque, so that overlaps stay calm. */
export function fade(color: string, page: string, keep = 0.22): string {
  const key = `${color}${page}${keep}`;
  let mixed = faded.get(key);
  if (mixed === undefined) {
    const a = rgb(color);
    const b = rgb(page);
    const mix = (x: number, y: number) => x * keep + y * (1 - keep);
    mixed = rgb(mix(a.r, b.r), mix(a.g, b.g), mix(a.b, b.b)).formatHex();
    faded.set(key, mixed);
  }
  return mixed;
}
