/**
 * Fields that make lines giant: plan texts and trees, accumulator updates, lineage, stack traces. The model reads of them
 * no more than the length of the plan text and the file metrics of the plan tree, so a line that is too long to be held is
 * read without them.
 */
export const heavyFields: ReadonlySet<string> = new Set([
  'physicalPlanDescription',
  'sparkPlanInfo',
  'modifiedConfigs',
  'Accumulables',
  'Accumulator Updates',
  'Updated Blocks',
  'RDD Info',
  'Stack Trace',
  'Full Stack Trace',
  'Classpath Entries',
  'Hadoop Properties',
  'Metrics Properties',
]);

/** Stands for a text that was not kept. */
export class DroppedText {
  /** In UTF-16 units, as `String.length`. */
  readonly length: number;

  constructor(length: number) {
    this.length = length;
  }
}
