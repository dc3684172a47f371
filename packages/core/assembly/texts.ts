import {
  MAX_TEXT_BYTES,
  MAX_TEXTS,
  TEXT_ARENA,
  TEXT_ARENA_BYTES,
  TEXT_BYTES,
  TEXT_COUNT,
  TEXT_SLOT_COUNT,
  TEXT_SLOTS,
  TEXT_TABLE,
} from './memory';

/** The code of a text by its bytes; -1 for one that is too long or not ASCII, or when there is no room. */
export function textCode(start: usize, length: usize): i32 {
  if (length == 0) return 0;
  if (length > MAX_TEXT_BYTES) return -1;
  let hash: u32 = <u32>length;
  let high: u32 = 0;
  for (let at = start; at < start + length; at++) {
    const byte = <u32>load<u8>(at);
    high |= byte;
    hash = hash * 31 + byte;
  }
  if (high > 0x7f) return -1;
  hash = (hash ^ (hash >> 15)) & (TEXT_SLOT_COUNT - 1);
  while (true) {
    const slot = TEXT_SLOTS + ((<usize>hash) << 1);
    const code = <u32>load<u16>(slot);
    if (code == 0) return addText(slot, start, length);
    const entry = TEXT_TABLE + ((<usize>code) << 3);
    if (<usize>load<u32>(entry, 4) == length && memory.compare(<usize>load<u32>(entry), start, length) == 0)
      return <i32>code;
    hash = (hash + 1) & (TEXT_SLOT_COUNT - 1);
  }
}

function addText(slot: usize, start: usize, length: usize): i32 {
  const code = load<u32>(TEXT_COUNT);
  const used = load<u32>(TEXT_BYTES);
  if (code >= MAX_TEXTS || used + <u32>length > TEXT_ARENA_BYTES) return -1;
  const target = TEXT_ARENA + <usize>used;
  memory.copy(target, start, length);
  const entry = TEXT_TABLE + ((<usize>code) << 3);
  store<u32>(entry, <u32>target);
  store<u32>(entry, <u32>length, 4);
  store<u16>(slot, <u16>code);
  store<u32>(TEXT_COUNT, code + 1);
  store<u32>(TEXT_BYTES, used + <u32>length);
  return <i32>code;
}
