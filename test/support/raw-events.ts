import { decodeSource, prepareCodecs, type LogPart } from '@cinderlog/core';
import { findFixture } from './fixtures.ts';

export type Json = Record<string, unknown>;

/** The plain bytes of a stored file, up to where it is cut. */
export async function decodeAll(part: LogPart): Promise<Buffer> {
  await prepareCodecs();
  const chunks: Buffer[] = [];
  try {
    // A chunk is valid only until the next one is asked for.
    for (const chunk of decodeSource(part.open(), { name: part.name })) chunks.push(Buffer.from(chunk));
  } catch {
    // A log cut inside a compressed block: what came before counts.
  }
  return Buffer.concat(chunks);
}

/** Every event of a fixture through nothing but `JSON.parse`. A cut last line is left out. */
export async function readRawEvents(name: string): Promise<Json[]> {
  const events: Json[] = [];
  for (const log of await findFixture(name)) {
    for (const part of log.parts) {
      for (const line of (await decodeAll(part)).toString('utf8').split('\n')) {
        try {
          events.push(JSON.parse(line) as Json);
        } catch {
          continue;
        }
      }
    }
  }
  return events;
}
