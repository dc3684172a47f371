import { rgb } from 'd3-color';

const linePx = 1.5;
/** Heights below this are nothing; whatever is more gets at least one pixel, so that it is seen. */
const leastHeightPx = 0.01;
/** Little-endian, as every machine with a browser is: the bytes of a pixel are red, green, blue, alpha. */
const opaque = 0xff00_0000;

const packed = new Map<string, number>();

function packColor(color: string): number {
  let pixel = packed.get(color);
  if (pixel === undefined) {
    const { r, g, b } = rgb(color);
    pixel = (opaque | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
    packed.set(color, pixel);
  }
  return pixel;
}

/** Where curves lie that share a base line, in device pixels. */
interface Place {
  readonly x: number;
  readonly base: number;
  readonly columns: number;
  readonly rows: number;
}

interface Sheet {
  readonly context: OffscreenCanvasRenderingContext2D;
  readonly image: ImageData;
  /** The same memory, a number per pixel. */
  readonly pixels: Uint32Array;
}

/** Sheets differ in height by so much, that few are needed. */
const sheetStepRows = 8;

/**
 * Filled curves, written pixel by pixel and put on the canvas as a picture. Filling them as paths costs a canvas several times as much
 * when they have thousands of corners, and curves on top of each other share one picture.
 */
export class StripBitmap {
  /** By height: a canvas that was just drawn is copied as a whole when it changes, so none is much larger than it must be. */
  readonly #sheets = new Map<number, Sheet>();
  #place: Place | undefined;

  /** Writes a curve, one height per CSS pixel; false when it does not lie on the picture that is being made, which has to be drawn before. */
  add(x: number, baseY: number, heights: Float32Array, color: string, line: boolean, ratio: number): boolean {
    const next = placeOf(x, baseY, heights, ratio);
    if (this.#place === undefined) {
      this.#place = next;
      this.#sheetOf(next).pixels.fill(0);
    } else if (!liesOn(next, this.#place)) return false;
    const { columns, rows } = this.#place;
    const { pixels } = this.#sheetOf(this.#place);
    const pixel = packColor(color);
    const thickness = Math.max(1, Math.round(linePx * ratio));
    let before = rowsOf(heights[0] ?? 0, ratio);
    for (let column = 0; column < columns; column++) {
      const height = heights[ratio === 1 ? column : Math.floor(column / ratio)] ?? 0;
      const reach = rowsOf(height, ratio);
      const top = line ? Math.max(before, reach, thickness) : reach;
      const bottom = line ? Math.max(0, Math.min(before, reach) - thickness) : 0;
      before = reach;
      let at = (rows - top) * columns + column;
      for (let row = top; row > bottom; row--, at += columns) pixels[at] = pixel;
    }
    return true;
  }

  /** Puts the picture on a canvas whose unit is a device pixel. */
  drawOn(context: CanvasRenderingContext2D): void {
    const place = this.#place;
    this.#place = undefined;
    if (place === undefined) return;
    const { x, base, rows } = place;
    const sheet = this.#sheetOf(place);
    sheet.context.putImageData(sheet.image, 0, 0);
    context.drawImage(sheet.context.canvas, x, base - rows);
  }

  #sheetOf({ columns, rows }: Place): Sheet {
    const known = this.#sheets.get(rows);
    if (known?.image.width === columns) return known;
    const context = new OffscreenCanvas(columns, rows).getContext('2d');
    if (context === null) throw new Error('This browser has no 2D canvas.');
    const image = new ImageData(columns, rows);
    const sheet = { context, image, pixels: new Uint32Array(image.data.buffer) };
    this.#sheets.set(rows, sheet);
    return sheet;
  }
}

function placeOf(x: number, baseY: number, heights: Float32Array, ratio: number): Place {
  let highest = 0;
  for (const height of heights) if (height > highest) highest = height;
  const needed = Math.max(rowsOf(highest, ratio), Math.round(linePx * ratio));
  return {
    x: Math.round(x * ratio),
    base: Math.round(baseY * ratio),
    columns: Math.max(1, Math.round(heights.length * ratio)),
    rows: sheetStepRows * Math.ceil(needed / sheetStepRows),
  };
}

function liesOn(curve: Place, picture: Place): boolean {
  const { x, base, columns, rows } = picture;
  return curve.x === x && curve.base === base && curve.columns === columns && curve.rows <= rows;
}

function rowsOf(heightPx: number, ratio: number): number {
  return heightPx < leastHeightPx ? 0 : Math.max(1, Math.round(heightPx * ratio));
}
