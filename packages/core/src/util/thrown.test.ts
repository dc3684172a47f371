import { expect, it } from 'vitest';
import { thrownIn } from './thrown.ts';

const aborted = (thrown: string) =>
  `Job aborted due to stage failure: Task 2 in stage 3.0 failed 4 times, most recent failure: Lost task 2.3 in stage 3.0 (TID 9) (h executor 1): ${thrown}\n\tat a.b.C.d(C.scala:1)\n\nDriver stacktrace:`;
const traceback =
  'org.apache.spark.api.python.PythonException: Traceback (most recent call last):\n  File "job.py", line 3, in parse\n    return int(text)\nValueError: invalid literal for int(): \'x\'\n';

it.each([
  ['a task of the JVM', aborted('java.lang.IllegalStateException: bad'), 'java.lang.IllegalStateException: bad'],
  ['Python within it', aborted(traceback), "ValueError: invalid literal for int(): 'x'"],
  [
    'the innermost cause',
    'StreamingQueryException: x\n\tat y\nCaused by: a.b.Outer: o\n\tat z\nCaused by: java.io.IOException: disk full\n\tat z',
    'java.io.IOException: disk full',
  ],
  [
    'an error class of Spark',
    '[DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012',
    '[DIVIDE_BY_ZERO] Division by zero.',
  ],
  ['an exception by itself', 'java.nio.file.NoSuchFileException: /x', 'java.nio.file.NoSuchFileException: /x'],
  ['nothing', 'something else', undefined],
])('finds %s', (_what, text, thrown) => {
  expect(thrownIn(text)).toBe(thrown);
});

it('cuts what is no line but a page', () => {
  expect(thrownIn(`java.lang.Error: ${'x'.repeat(5_000)}`)).toHaveLength(201);
});
