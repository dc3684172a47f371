/** Exceptions are pages long; their first line says what went wrong. */
const mostChars = 200;

/**
 * The line that people look for in the text of a failure: what the program threw, not the wrappers of Spark around it. Nothing where
 * the text names no exception.
 */
export function thrownIn(text: string): string | undefined {
  const lines = text.split('\n');
  const found = pythonError(lines) ?? thrownByTask(text) ?? causedBy(lines) ?? leadingException(lines);
  return found === undefined || found.length <= mostChars ? found : `${found.slice(0, mostChars)}…`;
}

/** Python ends a traceback with the first line that is not indented. */
function pythonError(lines: readonly string[]): string | undefined {
  const start = lines.findLastIndex((line) => line.includes('Traceback (most recent call last)'));
  if (start < 0) return undefined;
  return lines
    .slice(start + 1)
    .find((line) => /^[A-Za-z_]/.test(line))
    ?.trim();
}

/** Spark names the last failure of the task behind its id and place. */
function thrownByTask(text: string): string | undefined {
  return /\(TID \d+\) \([^)\n]*\): ([^\n]+)/.exec(text)?.[1]?.trim();
}

function causedBy(lines: readonly string[]): string | undefined {
  return lines
    .findLast((line) => /^\s*Caused by: /.test(line))
    ?.replace(/^\s*Caused by: /, '')
    .trim();
}

const exception = /\b(?:[a-z]\w*\.)+\w*(?:Exception|Error)\b/;
/** From Spark 3.4 on its own errors begin with the name of their class. */
const errorClass = /^\[[A-Z][A-Z0-9_.]+\] /;

function leadingException(lines: readonly string[]): string | undefined {
  const line = lines.find((each) => exception.test(each) || errorClass.test(each));
  return line?.replace(/ SQLSTATE: \w+$/, '').trim();
}
