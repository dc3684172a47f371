import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { select } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from 'd3-zoom';

/** The deepest zoom: this many milliseconds across the screen. The log's own resolution is one. */
const leastVisibleMs = 8;

/**
 * Which part of the run is on the screen.
 *
 *     run     0 ├──────────────────────────────────────────┤ runMs
 *     visible          ├─────────────┤  startMs … endMs
 *     screen           0 px      widthPx
 *
 * d3-zoom holds the truth, so that the wheel, touch, keys and links all obey the same limits.
 */
export class Viewport {
  #runMs: number;
  #widthPx = 1;
  /** The same as {@link x} for whoever wants a scale of d3. */
  #scale: ScaleLinear<number, number>;
  #firstMs = 0;
  #pxPerMs = 1;
  #element: Element | undefined;
  readonly #zoom: ZoomBehavior<Element, unknown>;
  readonly #onChange: () => void;

  constructor(runMs: number, onChange: () => void) {
    this.#runMs = Math.max(1, runMs);
    this.#onChange = onChange;
    this.#scale = this.#fullScale();
    this.#setScale(this.#scale);
    this.#zoom = zoom<Element, unknown>()
      .scaleExtent([1, Math.max(1, this.runMs / leastVisibleMs)])
      .filter((event: Event) => isZoomGesture(event))
      .wheelDelta((event) => -event.deltaY * (event.deltaMode === 1 ? 0.05 : event.deltaMode === 2 ? 1 : 0.004))
      .on('zoom', (event: D3ZoomEvent<Element, unknown>) => {
        this.#setScale(event.transform.rescaleX(this.#fullScale()));
        this.#onChange();
      });
  }

  /** Length of the run, at least a millisecond. */
  get runMs(): number {
    return this.#runMs;
  }

  /** The run became longer. What shows the whole of it goes on doing so; any other stretch stays on the screen. */
  extend(runMs: number): void {
    const { startMs, endMs } = this;
    const isWhole = startMs <= 0 && endMs >= this.#runMs;
    this.#runMs = Math.max(1, runMs);
    this.#zoom.scaleExtent([1, Math.max(1, this.#runMs / leastVisibleMs)]);
    this.show(isWhole ? 0 : startMs, isWhole ? this.#runMs : endMs);
  }

  /** Lets gestures on an element move the view. */
  attach(element: Element): void {
    this.#element = element;
    select(element).call(this.#zoom).on('dblclick.zoom', null);
    this.show(this.startMs, this.endMs);
  }

  get startMs(): number {
    return Math.max(0, this.#scale.domain()[0] ?? 0);
  }

  get endMs(): number {
    return Math.min(this.runMs, this.#scale.domain()[1] ?? this.runMs);
  }

  get widthPx(): number {
    return this.#widthPx;
  }

  get scale(): ScaleLinear<number, number> {
    return this.#scale;
  }

  /** Asked for every end of every span that is drawn, which a scale of d3 would be slow for. */
  x(timeMs: number): number {
    return (timeMs - this.#firstMs) * this.#pxPerMs;
  }

  timeAt(x: number): number {
    return Math.min(this.runMs, Math.max(0, this.#scale.invert(x)));
  }

  resize(widthPx: number): void {
    if (widthPx === this.#widthPx || widthPx < 1) return;
    const { startMs, endMs } = this;
    this.#widthPx = widthPx;
    this.#zoom.extent([
      [0, 0],
      [widthPx, 1],
    ]);
    this.#zoom.translateExtent([
      [0, 0],
      [widthPx, 1],
    ]);
    this.show(startMs, endMs);
  }

  /** Shows a stretch of the run, as far as the limits allow. */
  show(startMs: number, endMs: number): void {
    const visibleMs = Math.min(this.runMs, Math.max(leastVisibleMs, endMs - startMs));
    const centreMs = (startMs + endMs) / 2;
    const firstMs = Math.min(Math.max(0, centreMs - visibleMs / 2), this.runMs - visibleMs);
    const k = this.runMs / visibleMs;
    const transform = zoomIdentity.translate(-this.#fullScale()(firstMs) * k, 0).scale(k);
    if (this.#element === undefined) this.#setScale(transform.rescaleX(this.#fullScale()));
    else
      select(this.#element).call((target) => {
        this.#zoom.transform(target, transform);
      });
  }

  /** Zooms around a place of the screen; a factor above 1 goes closer. */
  zoomBy(factor: number, atPx = this.#widthPx / 2): void {
    if (this.#element !== undefined) this.#zoom.scaleBy(select(this.#element), factor, [atPx, 0]);
  }

  /** Moves the view by a part of its width; a positive one goes to later times. */
  panBy(share: number): void {
    const visibleMs = this.endMs - this.startMs;
    const startMs = Math.min(Math.max(0, this.startMs + share * visibleMs), this.runMs - visibleMs);
    this.show(startMs, startMs + visibleMs);
  }

  #setScale(scale: ScaleLinear<number, number>): void {
    this.#scale = scale;
    const [firstMs = 0, lastMs = 1] = scale.domain();
    this.#firstMs = firstMs;
    this.#pxPerMs = this.#widthPx / (lastMs - firstMs);
  }

  #fullScale(): ScaleLinear<number, number> {
    return scaleLinear().domain([0, this.runMs]).range([0, this.#widthPx]);
  }
}

/** Ctrl, Cmd or a pinch with the wheel zooms; the middle button, Shift and a drag, or a finger pans. The rest belongs to others. */
function isZoomGesture(event: Event): boolean {
  if (event instanceof WheelEvent) return event.ctrlKey || event.metaKey;
  if (event instanceof MouseEvent)
    return event.type === 'mousedown' && (event.button === 1 || (event.button === 0 && event.shiftKey));
  return event.type.startsWith('touch');
}
