/**
 * Two thirds of a task event are its accumulables, of which nothing is read. Scanners cross them without looking inside: from
 * the opening bracket to the first closing one, if there is neither another bracket nor a backslash nor a line end between
 * them, and only when the rest of the line is, byte by byte, what was learned. On valid JSON that is always right:
 *
 * - The closing bracket cannot stand inside a text. No backslash is near, so the first quote behind it would close that text;
 *   a letter follows that quote (layouts where none does are not learned), and no letter may follow a text.
 * - Outside of texts it closes the list that was open. Nothing before it closed that list, as there was no bracket; and had
 *   an object been left open inside the list, the rest of the line, which closes just what the learned line had open,
 *   would not close it.
 *
 * A list with brackets or backslashes in it is read value by value, or left to `JSON.parse`.
 *
 * What is left is damage inside the list. It takes nothing away that is read, so a task is not lost by it, whatever reads
 * the log: a task line that `JSON.parse` refuses is read once more with its accumulables crossed by the same rule.
 */
const crossed = /"Accumulables"([ \t\r]*:[ \t\r]*)\[[^[\]\\]*\]/g;

/** The text of a line with nothing in its accumulables; the same text where they cannot be crossed. */
export function withoutAccumulables(text: string): string {
  return text.replace(crossed, '"Accumulables"$1[]');
}
