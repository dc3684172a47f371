import type { LogInput } from '@cinderlog/core';

/** Packed or not, a log from here on takes longer to go over than it takes to load what this needs. */
const leastStoredBytes = 4 * 2 ** 20;

/**
 * Loops over tasks run for milliseconds each, and there are many: on V8 11 (Node 20), compiling what they call into every one of them
 * costs more than calling it, a fifteenth of a report on 100,000 tasks. Later versions compile in other ways.
 */
export async function tuneCompiler({ parts }: LogInput): Promise<void> {
  const storedBytes = parts.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
  if (storedBytes < leastStoredBytes || !process.versions.v8.startsWith('11.')) return;
  const { setFlagsFromString } = await import('node:v8');
  // In bytes of bytecode; 920 by default.
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');
}
