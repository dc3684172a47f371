import { decodeSource, prepareCodecs } from '@cinderlog/core';
import { findFixture } from './fixtures.ts';

/** The lines of a lab log. */
export async function linesOf(fixture: string): Promise<string[]> {
  await prepareCodecs();
  const pieces: Uint8Array[] = [];
  for (const log of await findFixture(fixture)) {
    for (const part of log.parts) {
      for (const chunk of decodeSource(part.open(), { name: part.name })) pieces.push(chunk.slice());
    }
  }
  return Buffer.concat(pieces)
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}

/** Some starts and ends of tasks, with what an application needs around them: small, and of every shape a log has. */
export async function shortLog(fixture: string, tasks: number): Promise<string[]> {
  const lines = await linesOf(fixture);
  const isTask = (line: string) => /^\{"Event":"SparkListenerTask(Start|End)"/.test(line);
  const head = lines.filter((line) => !isTask(line) && line.length < 3_000).slice(0, 10);
  const taskLines = lines.filter(isTask);
  const failed = taskLines.filter((line) => line.includes('TaskEnd') && !line.includes('"Reason":"Success"'));
  return [...head, ...taskLines.slice(0, tasks * 2), ...failed.slice(0, 2)];
}
