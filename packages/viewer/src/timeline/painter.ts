export type Pattern = 'plain' | 'stripes' | 'outline';
export type MarkerShape = 'pin' | 'up' | 'down' | 'cross' | 'diamond' | 'tick';

export interface TextStyle {
  readonly bold?: boolean;
  /** A colour around the letters, where they lie on stripes or curves. */
  readonly halo?: string;
}

/**
 * All that lanes can draw. Behind these four calls can be a canvas or the log of a test; lanes know neither.
 * Coordinates are CSS pixels.
 */
export interface Painter {
  rect(x: number, y: number, width: number, height: number, color: string, pattern?: Pattern): void;
  /** A filled curve: one height per pixel column from `x` on, growing upwards from `baseY`. The heights may be used anew after the call. */
  strip(x: number, baseY: number, heights: Float32Array, color: string, line?: boolean): void;
  marker(x: number, y: number, size: number, shape: MarkerShape, color: string): void;
  /** Text that is cut to fit into `maxWidth`; none when not even a few letters do. */
  text(text: string, x: number, y: number, maxWidth: number, color: string, style?: TextStyle): void;
}
