import { decodeSource, prepareCodecs } from '@cinderlog/core';
import { findFixture } from './fixtures.ts';

export type Json = Record<string, unknown>;

/** Every event of a fixture through nothing but `JSON.parse`. A cut last line is left out. */
export async function readRawEvents(name: string): Promise<Json[]> {
  await prepareCodecs();
  const events: Json[] = [];
  for (const log of await findFixture(name)) {
    for (const part of log.parts) {
      const chunks: Buffer[] = [];
      try {
        for (const chunk of decodeSource(part.open(), { name: part.name })) chunks.push(Buffer.from(chunk));
      } catch {
        // A log cut inside a compressed block: what came before counts.
      }
      for (const line of Buffer.concat(chunks).toString('utf8').split('\n')) {
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
