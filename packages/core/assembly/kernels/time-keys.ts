const GREATEST_KEY: f64 = 4294967295;

/** Writes how far each time lies behind the earliest, as 32-bit keys, and the places 0, 1, …; false when that is no whole number that fits. */
export function timesToKeys(times: usize, count: u32, keys: usize, places: usize): bool {
  const end = times + ((<usize>count) << 3);
  let least = load<f64>(times);
  for (let time = times; time < end; time += 8) least = Math.min(least, load<f64>(time));
  for (let place: u32 = 0; place < count; place++) store<u32>(places + ((<usize>place) << 2), place);
  for (let time = times; time < end; time += 8) {
    const key = load<f64>(time) - least;
    if (!(key <= GREATEST_KEY) || Math.floor(key) != key) return false;
    store<u32>(keys, <u32>key);
    keys += 4;
  }
  return true;
}
