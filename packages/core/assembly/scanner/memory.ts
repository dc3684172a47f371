/**
 * Where everything lies in the module's memory; `src/ingest/fast/wasm-memory.ts` holds the same map for the other side.
 *
 *     0       results of the last scan, counts
 *     256     masks: 16 vectors, the first n bytes of the n-th are set
 *     1024    table of line layouts
 *     4096    hash slots of texts, text table
 *     262144  bytes of texts, each padded to whole words
 *     786432  literal bytes, each stretch padded to whole vectors
 *     1048576 steps of layouts
 *     1310720 columns of starts
 *     1507328 order of events
 *     1523712 one packed column
 *     1572864 columns of ends: a block of the task table
 *     4456448 a desk for bytes that come from elsewhere
 *     5570560 the buffer into which files are read, and zeros behind it
 */
export const LINE_COUNT: usize = 0;
export const STARTS_COUNT: usize = 8;
/** Ends in the block, of which earlier scans brought some. */
export const ENDS_COUNT: usize = 12;
export const TEXT_COUNT: usize = 16;
export const TEXT_BYTES: usize = 20;
/** Smallest value of the column packed last. */
export const PACKED_BASE: usize = 24;

export const MASKS: usize = 256;

/** Per line layout: first step, first constant, number of constants, 1 for a start, layout that followed last time. */
export const LINES: usize = 1024;
export const LINE_WORDS: usize = 5;

/** 16 bits per slot: code of the text there, 0 for none. */
export const TEXT_SLOTS: usize = 4096;
export const TEXT_SLOT_COUNT: u32 = 1 << 16;
/** Per text: start of its bytes, length. */
export const TEXT_TABLE: usize = 135168;
export const MAX_TEXTS: u32 = 1 << 13;
export const TEXT_ARENA: usize = 262144;
export const TEXT_ARENA_BYTES: u32 = 524288;
export const MAX_TEXT_BYTES: usize = 256;

/** Columns lie a little more than their length apart: a whole power of two would put them all into the same lines of the cache. */
export const START_ROWS: u32 = 512;
export const STARTS: usize = 1310720;
export const ORDER: usize = 1507328;
export const PACKED: usize = 1523712;
export const END_ROWS: u32 = 8192;
export const ENDS: usize = 1572864;
