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

const HIGH_BITS: u64 = 0x8080808080808080;
const FACTOR: u64 = 0x9e3779b97f4a7c15;

/** The code of a text by its bytes; -1 for one that is too long or not ASCII, or when there is no room. */
export function textCode(start: usize, length: usize): i32 {
  if (length == 0) return 0;
  if (length > MAX_TEXT_BYTES) return -1;
  let hash: u64 = <u64>length;
  let high: u64 = 0;
  let at = start;
  for (const last = start + (length & ~7); at < last; at += 8) {
    const word = load<u64>(at);
    high |= word;
    hash = (hash ^ word) * FACTOR;
    hash ^= hash >> 29;
  }
  const rest = lastWord(at, length);
  high |= rest;
  hash = (hash ^ rest) * FACTOR;
  if ((high & HIGH_BITS) != 0) return -1;
  let slotIndex = <u32>(hash >> 40) & (TEXT_SLOT_COUNT - 1);
  while (true) {
    const slot = TEXT_SLOTS + ((<usize>slotIndex) << 1);
    const code = <u32>load<u16>(slot);
    if (code == 0) return addText(slot, start, length);
    const entry = TEXT_TABLE + ((<usize>code) << 3);
    if (<usize>load<u32>(entry, 4) == length && isText(<usize>load<u32>(entry), start, length)) return <i32>code;
    slotIndex = (slotIndex + 1) & (TEXT_SLOT_COUNT - 1);
  }
}

/** The bytes of a text behind its whole words, others as zeros. */
// @ts-ignore: decorator
@inline
function lastWord(at: usize, length: usize): u64 {
  const bytes = <u64>(length & 7);
  return bytes == 0 ? 0 : load<u64>(at) & (((<u64>1) << (bytes << 3)) - 1);
}

// @ts-ignore: decorator
@inline
function isText(known: usize, start: usize, length: usize): bool {
  let offset: usize = 0;
  for (const last = length & ~7; offset < last; offset += 8) {
    if (load<u64>(known + offset) != load<u64>(start + offset)) return false;
  }
  return lastWord(known + offset, length) == lastWord(start + offset, length);
}

function addText(slot: usize, start: usize, length: usize): i32 {
  const code = load<u32>(TEXT_COUNT);
  const used = load<u32>(TEXT_BYTES);
  const padded = (<u32>length + 7) & ~7;
  if (code >= MAX_TEXTS || used + padded > TEXT_ARENA_BYTES) return -1;
  const target = TEXT_ARENA + <usize>used;
  memory.copy(target, start, length);
  const entry = TEXT_TABLE + ((<usize>code) << 3);
  store<u32>(entry, <u32>target);
  store<u32>(entry, <u32>length, 4);
  store<u16>(slot, <u16>code);
  store<u32>(TEXT_COUNT, code + 1);
  store<u32>(TEXT_BYTES, used + padded);
  return <i32>code;
}
