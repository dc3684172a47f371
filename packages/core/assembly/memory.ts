/**
 * Where everything lies in the module's memory; `src/ingest/fast/wasm-memory.ts` holds the same map for the other side.
 *
 *     0       results of the last scan, counts
 *     256     masks: 16 vectors, the first n bytes of the n-th are set
 *     1024    table of line layouts, then of entry layouts
 *     4096    hash slots of texts, text table
 *     262144  bytes of texts
 *     786432  literal bytes, each stretch padded to whole vectors
 *     1048576 steps of layouts
 *     1310720 columns of starts, then of ends; order of events
 *     2097152 input, and zeros behind it
 */
export const LINE_COUNT: usize = 0;
export const ENTRY_COUNT: usize = 4;
export const STARTS_COUNT: usize = 8;
export const ENDS_COUNT: usize = 12;
export const TEXT_COUNT: usize = 16;
export const TEXT_BYTES: usize = 20;

export const MASKS: usize = 256;

/** Per line layout: first step, first constant, number of constants, 1 for a start, layout that followed last time. */
export const LINES: usize = 1024;
export const LINE_WORDS: usize = 5;
/** Per entry layout: first step. */
export const ENTRIES: usize = 2048;

/** 16 bits per slot: code of the text there, 0 for none. */
export const TEXT_SLOTS: usize = 4096;
export const TEXT_SLOT_COUNT: u32 = 1 << 16;
/** Per text: start of its bytes, length. */
export const TEXT_TABLE: usize = 135168;
export const MAX_TEXTS: u32 = 1 << 13;
export const TEXT_ARENA: usize = 262144;
export const TEXT_ARENA_BYTES: u32 = 524288;
export const MAX_TEXT_BYTES: usize = 256;

export const COLUMNS: usize = 1310720;
export const BATCH_ROWS: u32 = 512;
export const COLUMN_BYTES: usize = 4096;
/** 43 columns for each kind of event. */
export const ROWS_BYTES: usize = 176128;
export const ORDER: usize = COLUMNS + 2 * ROWS_BYTES;
