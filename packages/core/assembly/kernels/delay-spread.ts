/**
 * Counts how many delays go on at a time, in constant time each: one more from the start on, one less from the end on. At `delays` stand
 * two lists, each two longer than there are buckets: what a bucket gets once, and what it and all behind it get more than the one before.
 * `finishSpread` in `src/util/even-spread.ts` adds them up.
 */
// @ts-ignore: decorator
@inline
export function addDelay(delays: usize, buckets: u32, bucketMs: f64, startMs: f64, endMs: f64): void {
  edge(delays, buckets, bucketMs, startMs, 1);
  edge(delays, buckets, bucketMs, endMs, -1);
}

// @ts-ignore: decorator
@inline
function edge(delays: usize, buckets: u32, bucketMs: f64, atMs: f64, sign: f64): void {
  const bucket = min(<u32>(atMs / bucketMs), buckets);
  const once = delays + ((<usize>bucket) << 3);
  store<f64>(once, load<f64>(once) + sign * (<f64>(bucket + 1) * bucketMs - atMs));
  const change = once + ((<usize>(buckets + 3)) << 3);
  store<f64>(change, load<f64>(change) + sign * bucketMs);
}
