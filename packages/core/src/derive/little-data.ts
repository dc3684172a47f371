/** What a task reads or writes within a buffer or two takes no time. */
export const littleDataBytes = 64 * 2 ** 10;
