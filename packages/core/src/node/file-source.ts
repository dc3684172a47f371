import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { RandomAccess } from '../ingest/archives/random-access.ts';
import type { ByteSource } from '../ingest/byte-source.ts';
import { AppError } from '../util/app-error.ts';

const standardInput = 0;
const waitMs = 5;

/**
 * Opens a file for reading from front to end.
 *
 * @throws AppError `input-missing` or `input-unreadable`.
 */
export function fileSource(path: string): ByteSource {
  const { descriptor, sizeBytes } = open(path);
  return descriptorSource(descriptor, path, sizeBytes);
}

/**
 * Opens a file for reading anywhere.
 *
 * @throws AppError `input-missing` or `input-unreadable`.
 */
export function fileAccess(path: string): RandomAccess {
  const { descriptor, sizeBytes } = open(path);
  let closed = false;
  return {
    sizeBytes: sizeBytes ?? 0,
    readAt(position, into) {
      if (into.length === 0) return 0;
      let taken = 0;
      while (taken < into.length) {
        const count = named(path, () => readSync(descriptor, into, taken, into.length - taken, position + taken));
        if (count === 0) break;
        taken += count;
      }
      return taken;
    },
    close() {
      if (!closed) closeSync(descriptor);
      closed = true;
    },
  };
}

/** Standard input as a source; it can be read once. */
export function standardInputSource(): ByteSource {
  return { ...descriptorSource(standardInput, 'standard input', undefined), close: () => undefined };
}

function open(path: string): { descriptor: number; sizeBytes: number | undefined } {
  return named(path, () => {
    const descriptor = openSync(path, 'r');
    const stat = fstatSync(descriptor);
    return { descriptor, sizeBytes: stat.isFile() ? stat.size : undefined };
  });
}

function descriptorSource(descriptor: number, path: string, sizeBytes: number | undefined): ByteSource {
  let closed = false;
  return {
    sizeBytes,
    read(into) {
      if (into.length === 0) return 0;
      for (;;) {
        try {
          return readSync(descriptor, into, 0, into.length, null);
        } catch (error) {
          const code = errorCode(error);
          // A pipe or terminal that was opened without blocking has nothing yet; Windows ends a pipe with an error.
          if (code === 'EOF') return 0;
          if (code !== 'EAGAIN') throw unreadable(path, error);
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs);
        }
      }
    },
    close() {
      if (!closed) closeSync(descriptor);
      closed = true;
    },
  };
}

function named<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** A system error as a sentence that names the file. */
export function unreadable(path: string, cause: unknown): AppError {
  const code = errorCode(cause);
  if (code === 'ENOENT') return new AppError('input-missing', `${path} does not exist.`, { cause });
  const why =
    code === 'EACCES' || code === 'EPERM'
      ? 'there is no permission'
      : code === 'EISDIR'
        ? 'it is a folder'
        : (code ?? (cause instanceof Error ? cause.message : String(cause)));
  return new AppError('input-unreadable', `${path} cannot be read: ${why}.`, { cause });
}

function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return error.code;
}
