import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AppError } from '@cinderlog/core';

/** Beside the bundled program, or where the build puts it when the sources run. */
const places = ['./viewer/', '../dist/viewer/'];

/**
 * The folder of the built viewer: `app` is the page for servers, `report` the script and style of single-file reports.
 *
 * @throws AppError when it was not built.
 */
export function viewerFolder(part: 'app' | 'report'): string {
  for (const place of places) {
    const folder = fileURLToPath(new URL(`${place}${part}/`, import.meta.url));
    if (existsSync(folder)) return folder;
  }
  throw new AppError('usage', 'The viewer is not built yet: run `npm run build` in the folder of cinderlog first.');
}
