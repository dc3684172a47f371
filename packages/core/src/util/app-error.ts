/**
 * Every way in which cinderlog refuses to go on. Unreadable *lines* are not among them: those are counted.
 * `input-*` errors end in exit code 3, `usage` in 2 (design, section 7).
 */
export type AppErrorCode =
  'usage' | 'input-missing' | 'input-empty' | 'input-unreadable' | 'input-not-a-log' | 'input-limit' | 'internal';

/** An error whose message is a sentence for the user: what is wrong, with which input, and what to do next. */
export class AppError extends Error {
  readonly code: AppErrorCode;

  constructor(code: AppErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }
}
