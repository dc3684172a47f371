import { AppError, formatBytes, formatDuration, plural, workingMs } from '@cinderlog/core';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { renderTable } from '../reporters/text/table.ts';
import { escapeText } from '../terminal/escape.ts';
import { newPage } from '../terminal/page.ts';
import { chooseColor, chooseUnicode, chooseWidth } from '../terminal/terminal.ts';
import { addToStore, readStore, removeFromStore, type StoredRun } from './baseline-store.ts';
import { loadRuns } from './load-runs.ts';

export interface BaselineFlags {
  readonly folder: string;
  readonly job?: string;
  readonly keep?: number;
  readonly olderThan?: number;
  readonly allowIncomplete?: true;
  readonly dryRun?: true;
  readonly verbose?: true;
}

/** Stores runs to compare later ones with. Runs that failed or whose log is not whole are refused: they would hide regressions. */
export async function addBaseline(inputs: readonly string[], flags: BaselineFlags, io: Io): Promise<ExitCode> {
  const { runs, unreadable } = await loadRuns(inputs, flags.job, flags.verbose === true, io);
  let refused = false;
  for (const run of runs) {
    const name = escapeText(run.run.id ?? run.job);
    if (run.incomplete.length > 0 && flags.allowIncomplete !== true) {
      refused = true;
      io.stderr.write(`cinderlog: ${name} was not added: ${run.incomplete.join('; ')}.\n`);
      continue;
    }
    io.stdout.write(`${name} of ${escapeText(run.job)} was added as ${escapeText(addToStore(flags.folder, run))}\n`);
  }
  for (const job of flags.keep === undefined ? [] : new Set(runs.map((run) => run.job))) {
    prune({ ...flags, job }, io);
  }
  return unreadable ?? (refused ? exitCodes.checkFailed : exitCodes.fine);
}

/** Lists what is stored. */
export function listBaseline(flags: BaselineFlags, io: Io): ExitCode {
  const stored = readStore(flags.folder, flags.job);
  if (stored.length === 0) {
    io.stdout.write(`There is no baseline run in ${escapeText(flags.folder)}.\n`);
    return exitCodes.fine;
  }
  const page = newPage(
    chooseWidth(io.stdout, undefined),
    chooseColor(io.stdout, 'auto', io.env),
    chooseUnicode(io.env, io.platform),
  );
  const lines = renderTable(
    stored,
    [
      { head: 'job', cell: ({ summary }) => summary.job, least: 8, cut: 'middle' },
      { head: 'started (UTC)', cell: ({ summary }) => summary.run.startedAt.slice(0, 19).replace('T', ' ') },
      { head: 'id', cell: ({ summary }) => summary.run.id ?? '', least: 8, cut: 'middle', dropOrder: 2 },
      { head: 'run', cell: ({ summary }) => formatDuration(summary.durationMs), align: 'right' },
      { head: 'working', cell: ({ summary }) => formatDuration(workingMs(summary)), align: 'right' },
      { head: 'size', cell: ({ sizeBytes }) => formatBytes(sizeBytes), align: 'right', dropOrder: 1 },
    ],
    page,
  );
  io.stdout.write(`${lines.join('\n')}\n`);
  return exitCodes.fine;
}

/** Removes all but the latest runs of each job, or those that are too old. */
export function pruneBaseline(flags: BaselineFlags, io: Io): ExitCode {
  if (flags.keep === undefined && flags.olderThan === undefined) {
    throw new AppError('usage', 'Say what to remove: --keep <runs>, --older-than <duration>, or both.');
  }
  prune(flags, io);
  return exitCodes.fine;
}

function prune({ folder, job, keep, olderThan, dryRun }: BaselineFlags, io: Io): void {
  const byJob = new Map<string, StoredRun[]>();
  for (const run of readStore(folder, job)) {
    byJob.set(run.summary.job, [...(byJob.get(run.summary.job) ?? []), run]);
  }
  const oldest = olderThan === undefined ? '' : new Date(Date.now() - olderThan).toISOString();
  const doomed = [...byJob.values()].flatMap((runs) =>
    runs.filter((run, i) => (keep !== undefined && i < runs.length - keep) || run.summary.run.startedAt < oldest),
  );
  for (const run of doomed) {
    if (dryRun !== true) removeFromStore(run);
    io.stdout.write(`${dryRun === true ? 'would remove' : 'removed'} ${escapeText(run.file)}\n`);
  }
  if (doomed.length > 0)
    io.stdout.write(`${plural(doomed.length, 'run')} ${dryRun === true ? 'would be removed' : 'removed'}\n`);
}
