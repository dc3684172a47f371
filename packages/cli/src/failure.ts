import type { AppErrorCode } from '@cinderlog/core';
import { exitCodes, type ExitCode } from './exit-code.ts';
import { escapeLines } from './terminal/escape.ts';
import type { TextOutput } from './io.ts';

/** What core's `AppError` looks like; asked by shape, so that naming an error does not load core. */
interface AppErrorShape extends Error {
  readonly code: AppErrorCode;
}

/** Says on stderr why it did not work, and returns what to exit with. */
export function reportFailure(stderr: TextOutput, error: unknown, verbose: boolean): ExitCode {
  if (error instanceof Error && error.name === 'Interrupted') {
    writeLines(stderr, 'cinderlog: Stopped. Nothing was written.');
    return exitCodes.interrupted;
  }
  const expected = isAppError(error) && error.code !== 'internal';
  const message = error instanceof Error ? error.message : String(error);
  const sentence = expected ? message : `This is a bug in cinderlog: ${message}`;
  const next = expected ? adviceOn(error.code) : verbose ? '' : ' Run again with --verbose and report what it prints.';
  writeLines(stderr, `cinderlog: ${sentence}${next}`);
  if (verbose && error instanceof Error) writeLines(stderr, describeStack(error));
  if (!expected) return exitCodes.ourBug;
  return error.code === 'usage' ? exitCodes.wrongUsage : exitCodes.inputUnreadable;
}

function adviceOn(code: AppErrorCode): string {
  return code === 'input-limit' ? ' If it is a log all the same, raise the limit: --max-ratio or --max-unpacked.' : '';
}

function writeLines(stderr: TextOutput, text: string): void {
  stderr.write(`${escapeLines(text).join('\n')}\n`);
}

function isAppError(error: unknown): error is AppErrorShape {
  return error instanceof Error && error.name === 'AppError' && 'code' in error;
}

function describeStack(error: Error): string {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error ? `${stack}\ncaused by ${describeStack(error.cause)}` : stack;
}
