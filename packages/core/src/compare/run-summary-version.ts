/** Of the summaries that are kept of runs; readers refuse others. */
export const runSummaryVersion = 1;
