import { memorySource } from '../src/ingest/byte-source.ts';
import type { LogInput } from '../src/ingest/log-input.ts';
import { readApplications, type ReadOptions } from '../src/model/read-log.ts';
import { analyse } from '../src/result/build-result.ts';

/** A log of one part for each list of lines; an object is written as JSON. */
export function logOfLines(...parts: (readonly (string | object)[])[]): LogInput {
  return {
    name: 'a log',
    layout: 'single',
    parts: parts.map((lines, index) => {
      const text = lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
      return { name: `part ${index + 1}`, open: () => memorySource(new TextEncoder().encode(text)) };
    }),
    inProgress: false,
    compacted: false,
    missingPartIndices: [],
    notes: [],
  };
}

/** The models of all applications in such a log, each with its result. */
export async function readLines(parts: readonly (readonly (string | object)[])[], options?: ReadOptions) {
  const models = await readApplications(logOfLines(...parts), options);
  return models.map((model) => ({ model, result: analyse(model, 'a log') }));
}
