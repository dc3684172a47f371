/** A text inside of JSON, as far as the line was kept. */
const jsonText = String.raw`"((?:[^"\\]|\\.)*)`;
const message = new RegExp(String.raw`^\{"ts":.*?"msg":${jsonText}`);
const exception = new RegExp(String.raw`"exception":\{"class":${jsonText}"(?:,"msg":${jsonText})?`);

/**
 * A line of Spark 4's structured log (`{"ts":…,"level":…,"msg":…,"exception":{…},"logger":…}`) as the plain log would have it: its message
 * up to the stack trace, and the exception that came with it. Other lines stay as they are. Long lines are cut, so that they are no JSON
 * any more.
 */
export function plainLine(line: string): string {
  const said = message.exec(line)?.[1];
  if (said === undefined) return line;
  const [, thrown, why] = exception.exec(line) ?? [];
  const [first = ''] = unescape(said).split('\n', 1);
  if (thrown === undefined) return first;
  return `${first}: ${unescape(thrown)}${why === undefined ? '' : `: ${unescape(why)}`}`;
}

function unescape(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
