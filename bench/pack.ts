import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const flushing = /^\{"Event":"SparkListener(?!TaskStart|TaskEnd|TaskGettingResult|StageSubmitted|EnvironmentUpdate)/;
/** Frames per call of `zstd`, and so files there at a time. */
const framesPerCall = 20;

export function zstdRuns(): boolean {
  return spawnSync('zstd', ['--version']).status === 0;
}

/**
 * Packs text as Spark does: level 1, no checksum, and a new frame behind every event that makes it flush. A chunk holds
 * either one event or only tasks, which do not flush.
 */
export function packFrames(chunks: Iterable<Buffer>, path: string): void {
  const folder = mkdtempSync(join(dirname(path), 'frames-'));
  const target = openSync(`${path}.part`, 'w');
  const names: string[] = [];
  const flush = () => {
    if (names.length === 0) return;
    // Given several files, zstd writes one frame for each.
    execFileSync('zstd', ['-q', '-1', '--no-check', '-c', ...names], {
      cwd: folder,
      stdio: ['ignore', target, 'ignore'],
    });
    names.length = 0;
  };
  try {
    let frame: Buffer[] = [];
    const endFrame = () => {
      const name = `${names.length}`;
      writeFileSync(join(folder, name), Buffer.concat(frame));
      frame = [];
      if (names.push(name) === framesPerCall) flush();
    };
    for (const chunk of chunks) {
      frame.push(chunk);
      if (flushing.test(chunk.toString('latin1', 0, 64))) endFrame();
    }
    if (frame.length > 0) endFrame();
    flush();
    closeSync(target);
    renameSync(`${path}.part`, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
