/** Ids of the elements of an HTML report that hold what programs read: the result document first of all. */
export const resultElementId = 'cinderlog-result';
/** What comparisons need. */
export const summariesElementId = 'cinderlog-summaries';

/** The timeline of a run, by its place among those of the page. */
export function timelineElementId(place: number): string {
  return `cinderlog-timeline-${place + 1}`;
}

/** Type of the elements whose text is base64 of gzip; the others hold JSON as it is. */
export const packedElementType = 'application/octet-stream';

/** What stands in an element of a report page. */
export interface EmbeddedText {
  readonly text: string;
  readonly isPacked: boolean;
}

/**
 * Finds an element of a report page by its id; nothing when there is none.
 *
 * @throws Error when the page ends inside of it.
 */
export function findEmbedded(page: string, id: string): EmbeddedText | undefined {
  const found = new RegExp(`<script type="([\\w./-]+)" id="${id}">`).exec(page);
  if (found === null) return undefined;
  const from = found.index + found[0].length;
  const to = page.indexOf('</script>', from);
  if (to < 0) throw new Error(`The element ${id} has no end.`);
  return { text: page.slice(from, to), isPacked: found[1] === packedElementType };
}
