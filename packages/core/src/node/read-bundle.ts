import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BundleFile } from '../cluster/databricks/bundle.ts';
import type { BundleLimits } from '../cluster/databricks/bundle-limits.ts';
import { AppError } from '../util/app-error.ts';
import { unreadable } from './file-source.ts';

/** Bundles are written by people. */
const mostBytes = 10 * 2 ** 20;

/**
 * Reads the limits in a `databricks.yml` and the files that it includes.
 *
 * @throws AppError `input-missing`, `input-unreadable` or `input-limit`, with the file.
 */
export async function readBundle(path: string, target?: string): Promise<BundleLimits> {
  const root = readBundleFile(path);
  // Most reports need no YAML.
  const { includesOf, parseBundle } = await import('../cluster/databricks/bundle.ts');
  const cwd = dirname(path);
  const patterns = includesOf(root).map((pattern) => pattern.replace(/^\.\//, ''));
  const included = patterns.length === 0 ? [] : await findIncluded(patterns, cwd);
  return parseBundle([root, ...included.sort().map((file) => readBundleFile(join(cwd, file)))], target);
}

async function findIncluded(patterns: readonly string[], cwd: string): Promise<string[]> {
  const { glob } = await import('tinyglobby');
  return glob(patterns, { cwd, onlyFiles: true });
}

function readBundleFile(path: string): BundleFile {
  try {
    const { size } = statSync(path);
    if (size > mostBytes) throw new AppError('input-limit', `${path} has ${size} bytes, which no bundle has.`);
    return { name: path.replaceAll('\\', '/'), text: readFileSync(path, 'utf8') };
  } catch (error) {
    throw error instanceof AppError ? error : unreadable(path, error);
  }
}
