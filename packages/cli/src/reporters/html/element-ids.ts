/** Ids of what a page holds for programs, beside its result document. The script of the page knows them too. */
export const summariesElementId = 'cinderlog-summaries';

/** By the place of the run among those of the page. */
export function timelineElementId(place: number): string {
  return `cinderlog-timeline-${place + 1}`;
}
