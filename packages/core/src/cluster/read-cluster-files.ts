import type { AppError } from '../util/app-error.ts';
import type { ClusterStory } from './cluster-story.ts';
import type { ClusterInput, ReadClusterOptions } from './read-files.ts';

/** {@link readFiles}, with the readers of all platforms and formats loaded only when there is a file to read. */
export async function readClusterFiles(
  inputs: readonly ClusterInput[],
  options: ReadClusterOptions = {},
): Promise<{ story: ClusterStory; refused: AppError[] }> {
  if (inputs.length === 0) return { story: { events: [], jobRuns: [], files: [] }, refused: [] };
  const { readFiles } = await import('./read-files.ts');
  return readFiles(inputs, options);
}
