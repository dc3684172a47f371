/** Keys of a link that only a timeline understands; `f=<id>` is how reports point at a finding. */
const timelineKeys = ['t', 's', 'f'] as const;

/**
 * Which timeline of a report an address asks for, counted from 1; nothing when it asks for the report.
 *
 * @param opensTimeline what an address without a word about it asks for
 */
export function timelineOf(hash: string, opensTimeline: boolean): number | undefined {
  const text = hash.replace(/^#/, '');
  const keys = new URLSearchParams(text);
  const number = Number(keys.get('timeline'));
  if (Number.isInteger(number) && number > 0) return number;
  if (timelineKeys.some((key) => keys.has(key))) return 1;
  return text === '' && opensTimeline ? 1 : undefined;
}
