/** Ids of the elements of an HTML report that hold what programs read: the result document first of all. */
export const resultElementId = 'cinderlog-result';
/** What comparisons need. */
export const summariesElementId = 'cinderlog-summaries';

/** The timeline of a run, by its place among those of the page. */
export function timelineElementId(place: number): string {
  return `cinderlog-timeline-${place + 1}`;
}
