import { decodeSource, prepareCodecs } from '../packages/core/src/index.ts';
import { findLogs } from '../packages/core/src/node/index.ts';

/** The one log at a path. */
export async function openLog(path: string) {
  const { logs, refused } = await findLogs([path]);
  const [log] = logs;
  if (log === undefined) throw refused[0] ?? new Error(`there is no log at ${path}`);
  return log;
}

/** All lines of a (small) log. */
export async function readEventLines(path: string): Promise<string[]> {
  await prepareCodecs();
  const pieces: Uint8Array[] = [];
  for (const part of (await openLog(path)).parts) {
    for (const chunk of decodeSource(part.open(), { name: part.name })) pieces.push(chunk.slice());
  }
  return Buffer.concat(pieces)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}
