/**
 * The length of time that one bucket sums up: the time of a pixel, rounded down to a power of two so that zooming a little asks
 * for nothing new. 0 when a pixel is less than a millisecond, the log's own resolution: then nothing is summed up.
 */
export function bucketMsFor(startMs: number, endMs: number, widthPx: number): number {
  const pixelMs = (endMs - startMs) / Math.max(1, widthPx);
  return pixelMs < 1 ? 0 : 2 ** Math.floor(Math.log2(pixelMs));
}

/** The finest resolution that keeps a run within `mostBuckets`: a power of two of at least 1 ms. */
export function resolutionMsFor(runMs: number, mostBuckets: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, runMs) / mostBuckets)));
}
