import type { MarkerShape, Painter, Pattern, TextStyle } from './painter.ts';
import { StripBitmap } from './strip-bitmap.ts';
import { cutToLetters } from './cut-text.ts';

const fontPx = 11;
const haloPx = 5;
/** Less room than this says nothing. */
const leastTextPx = 18;
/** The beginning of a name tells nothing when it is shorter. */
const leastLetters = 5;
const mostKnownWidths = 20_000;
const patternedKey = /^(?:stripes|outline) /;

/** Draws on a 2D canvas. Rectangles are gathered by colour and filled together when the lane is done. */
export class CanvasPainter implements Painter {
  readonly #context: CanvasRenderingContext2D;
  readonly #rects = new Map<string, number[]>();
  readonly #patterns = new Map<string, CanvasPattern | string>();
  readonly #widths = new Map<string, number>();
  readonly #strips = new StripBitmap();
  /** How many rectangles wait to be filled. */
  #gathered = 0;
  #ratio = 1;
  #family = 'sans-serif';

  constructor(canvas: HTMLCanvasElement, opaque: boolean) {
    const context = canvas.getContext('2d', { alpha: !opaque });
    if (context === null) throw new Error('This browser has no 2D canvas.');
    this.#context = context;
  }

  /** Clears the canvas for a new picture. */
  begin(widthPx: number, heightPx: number, ratio: number, background: string | undefined, family: string): void {
    const context = this.#context;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (background === undefined) context.clearRect(0, 0, widthPx, heightPx);
    else {
      context.fillStyle = background;
      context.fillRect(0, 0, widthPx, heightPx);
    }
    // Letters may have other widths on a screen of another density.
    if (family !== this.#family || ratio !== this.#ratio) this.#widths.clear();
    this.#family = family;
    this.#ratio = ratio;
    context.textBaseline = 'middle';
  }

  /** Restricts what follows to a lane. */
  clip(x: number, y: number, width: number, height: number): void {
    this.#context.save();
    this.#context.beginPath();
    this.#context.rect(x, y, width, height);
    this.#context.clip();
  }

  unclip(): void {
    this.flush();
    this.#context.restore();
  }

  rect(x: number, y: number, width: number, height: number, color: string, pattern: Pattern = 'plain'): void {
    const key = pattern === 'plain' ? color : `${pattern} ${color}`;
    let rects = this.#rects.get(key);
    if (rects === undefined) this.#rects.set(key, (rects = []));
    rects.push(x, y, width, height);
    this.#gathered++;
  }

  strip(x: number, baseY: number, heights: Float32Array, color: string, line = false): void {
    if (this.#gathered > 0) this.flush();
    if (this.#strips.add(x, baseY, heights, color, line, this.#ratio)) return;
    this.flush();
    this.#strips.add(x, baseY, heights, color, line, this.#ratio);
  }

  marker(x: number, y: number, size: number, shape: MarkerShape, color: string): void {
    this.flush();
    const context = this.#context;
    const half = size / 2;
    context.beginPath();
    switch (shape) {
      case 'up':
        context.moveTo(x, y - half);
        context.lineTo(x + half, y + half);
        context.lineTo(x - half, y + half);
        break;
      case 'down':
        context.moveTo(x - half, y - half);
        context.lineTo(x + half, y - half);
        context.lineTo(x, y + half);
        break;
      case 'diamond':
        context.moveTo(x, y - half);
        context.lineTo(x + half, y);
        context.lineTo(x, y + half);
        context.lineTo(x - half, y);
        break;
      case 'pin':
        context.arc(x, y, half, 0, 2 * Math.PI);
        break;
      case 'tick':
        context.rect(x - 1, y - half, 2, size);
        break;
      case 'cross':
        context.moveTo(x - half, y - half);
        context.lineTo(x + half, y + half);
        context.moveTo(x + half, y - half);
        context.lineTo(x - half, y + half);
        context.strokeStyle = color;
        context.lineWidth = 2;
        context.stroke();
        return;
    }
    context.closePath();
    context.fillStyle = color;
    context.fill();
  }

  text(text: string, x: number, y: number, maxWidth: number, color: string, style: TextStyle = {}): void {
    const { bold = false, halo } = style;
    if (maxWidth < leastTextPx || text === '') return;
    this.flush();
    const context = this.#context;
    context.font = `${bold ? 'bold ' : ''}${fontPx}px ${this.#family}`;
    const shown = this.#fit(text, maxWidth, bold);
    if (shown === '') return;
    if (halo !== undefined) {
      context.strokeStyle = halo;
      context.lineWidth = haloPx;
      context.lineJoin = 'round';
      context.strokeText(shown, x, y);
    }
    context.fillStyle = color;
    context.fillText(shown, x, y);
  }

  /** Fills what was gathered: patterns last, as they lie on what is filled. */
  flush(): void {
    this.#drawStrips();
    if (this.#gathered === 0) return;
    this.#gathered = 0;
    for (const isPatterned of [false, true]) {
      for (const [key, rects] of this.#rects) {
        if (rects.length === 0 || isPatterned !== patternedKey.test(key)) continue;
        const [pattern, color] = isPatterned ? splitKey(key) : (['plain', key] as const);
        if (pattern === 'outline') this.#strokeAll(rects, color);
        else this.#fillAll(rects, pattern === 'stripes' ? this.#stripes(color) : color);
        rects.length = 0;
      }
    }
  }

  /** Curves were begun when no rectangle waited, so they lie below those that wait now. */
  #drawStrips(): void {
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    this.#strips.drawOn(context);
    context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
  }

  #fillAll(rects: readonly number[], style: string | CanvasPattern): void {
    const context = this.#context;
    context.fillStyle = style;
    for (let i = 0; i < rects.length; i += 4) {
      context.fillRect(rects[i] ?? 0, rects[i + 1] ?? 0, rects[i + 2] ?? 0, rects[i + 3] ?? 0);
    }
  }

  #strokeAll(rects: readonly number[], color: string): void {
    const context = this.#context;
    context.strokeStyle = color;
    context.lineWidth = 1;
    for (let i = 0; i < rects.length; i += 4) {
      context.strokeRect(
        (rects[i] ?? 0) + 0.5,
        (rects[i + 1] ?? 0) + 0.5,
        (rects[i + 2] ?? 0) - 1,
        (rects[i + 3] ?? 0) - 1,
      );
    }
  }

  #stripes(color: string): CanvasPattern | string {
    let pattern = this.#patterns.get(color);
    if (pattern === undefined) {
      const tile = new OffscreenCanvas(6, 6);
      const context = tile.getContext('2d');
      if (context !== null) {
        context.strokeStyle = color;
        context.lineWidth = 1.6;
        context.beginPath();
        for (const offset of [-6, 0, 6]) {
          context.moveTo(offset, 6);
          context.lineTo(offset + 6, 0);
        }
        context.stroke();
      }
      pattern = this.#context.createPattern(tile, 'repeat') ?? color;
      this.#patterns.set(color, pattern);
    }
    return pattern;
  }

  #fit(text: string, maxWidth: number, bold: boolean): string {
    if (this.#widthOf(text, bold) <= maxWidth) return text;
    let low = 0;
    let high = text.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#widthOf(cutToLetters(text, middle), bold) <= maxWidth) low = middle;
      else high = middle - 1;
    }
    return low < leastLetters ? '' : cutToLetters(text, low);
  }

  #widthOf(text: string, bold: boolean): number {
    const key = bold ? `b${text}` : `n${text}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      if (this.#widths.size > mostKnownWidths) this.#widths.clear();
      width = this.#context.measureText(text).width;
      this.#widths.set(key, width);
    }
    return width;
  }
}

function splitKey(key: string): [string, string] {
  const space = key.indexOf(' ');
  return [key.slice(0, space), key.slice(space + 1)];
}
