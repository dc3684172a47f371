import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Looked for in the working directory and the folders above it, in this order in each. */
export const configNames = ['cinderlog.config.yaml', 'cinderlog.config.yml', 'cinderlog.config.json'] as const;

/** The nearest configuration, as a path from the working directory; nothing when there is none up to the root. */
export function findConfig(from = process.cwd()): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const found = configNames.map((name) => join(folder, name)).find((file) => existsSync(file));
    if (found !== undefined) return relative(from, found);
    if (folder === dirname(folder)) return undefined;
  }
}
