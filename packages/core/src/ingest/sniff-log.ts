import { eventNames } from '../events/names.ts';
import { AppError } from '../util/app-error.ts';
import { CodecError } from './codecs/codec.ts';
import { decodeSource } from './decode.ts';
import type { StoredFile } from './stored-file.ts';

/** A compressed block of the start fits, and thousands of files are looked at quickly. */
const bufferBytes = 1 << 16;
/** Spark writes the event's name first in every line (JsonProtocol); a log that was cut in front may start otherwise. */
const firstEvent = /^\uFEFF?\s*\{\s*"Event"\s*:/;

/** What the start of a file shows: Spark's events, some other JSON lines, or a reason to refuse it. */
export type Sniffed = 'events' | 'json-lines' | AppError;

/** What the first line of a file that Databricks delivered says. */
export interface SniffedDelivery {
  /** As text: it has 64 bits. */
  readonly contextId: string;
  readonly rollover: number;
}

/** Which part of which Spark context a file is; nothing when it does not begin with saying so. */
export function sniffDelivery(file: StoredFile): SniffedDelivery | undefined {
  const [line = ''] = headOf(file).split('\n', 1);
  if (!line.includes(eventNames.databricksMetadata)) return undefined;
  const contextId = /"SparkContext Id"\s*:\s*"?(-?\d+)/.exec(line)?.[1];
  const rollover = Number(/"Rollover Number"\s*:\s*(\d+)/.exec(line)?.[1] ?? 0);
  return contextId === undefined ? undefined : { contextId, rollover };
}

/** The first plain bytes; none when it cannot be unpacked, of which whoever reads it will complain. */
function headOf(file: StoredFile): string {
  try {
    for (const head of decodeSource(file.open(), { name: file.path, bufferBytes }))
      return new TextDecoder().decode(head);
  } catch (error) {
    if (!(error instanceof AppError) && !(error instanceof CodecError)) throw error;
  }
  return '';
}

/** Unpacks the first bytes of a file and tells whether it is an event log. Codecs must have been prepared. */
export function sniffLog(file: StoredFile): Sniffed {
  try {
    for (const head of decodeSource(file.open(), { name: file.path, bufferBytes }))
      return firstEvent.test(new TextDecoder().decode(head)) ? 'events' : 'json-lines';
  } catch (error) {
    if (error instanceof AppError) return error;
    if (error instanceof CodecError)
      return new AppError('input-unreadable', `Nothing of ${file.path} can be read: ${error.message}.`, {
        cause: error,
      });
    throw error;
  }
  return new AppError('input-empty', `${file.path} is empty.`);
}
