import { AppError, formatDuration, openRun, plural, readApplications, type LogInput } from '@cinderlog/core';
import { findLogs } from '@cinderlog/core/node';
import open from 'open';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { reportFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { serveRuns, type NamedRun } from '../server/serve-runs.ts';
import { escapeText } from '../terminal/escape.ts';
import { viewerFolder } from '../viewer-files.ts';
import { ProgressLine } from './progress.ts';

/** The flags of `cinderlog view` as commander hands them over. */
export interface ViewFlags {
  readonly port?: number;
  readonly open: boolean;
  readonly gapLimit?: number;
  readonly verbose?: true;
}

/** Reads the logs once, then serves them to the timeline in a browser on this machine until it is interrupted. */
export async function view(inputs: readonly string[], flags: ViewFlags, io: Io): Promise<ExitCode> {
  const folder = viewerFolder('app');
  const found = await findLogs(inputs);
  const runs: NamedRun[] = [];
  let failure: ExitCode | undefined;
  try {
    for (const note of found.notes) io.stderr.write(`cinderlog: ${escapeText(note)}\n`);
    for (const error of found.refused) failure = reportFailure(io.stderr, error, flags.verbose === true);
    for (const log of found.logs) {
      try {
        runs.push(...(await readRuns(log, flags, io)));
      } catch (error) {
        failure = reportFailure(io.stderr, error, flags.verbose === true);
      }
    }
  } finally {
    found.dispose();
  }
  if (runs.length === 0) {
    if (failure !== undefined) return failure;
    throw new AppError('input-missing', `There is no event log in ${inputs.join(', ')}.`);
  }
  const server = await serveRuns(runs, folder, flags.port ?? 0);
  io.stdout.write(`The timeline of ${plural(runs.length, 'run')} is at ${server.address}\n`);
  io.stderr.write('cinderlog: it is served to this machine only, until Ctrl-C\n');
  if (flags.open) await openBrowser(server.address, io);
  await server.closed;
  return exitCodes.fine;
}

async function readRuns(log: LogInput, flags: ViewFlags, io: Io): Promise<NamedRun[]> {
  const startedMs = performance.now();
  const progress = new ProgressLine(io.stderr, log.name, log.parts.length);
  try {
    const models = await readApplications(log, {
      onProgress: (state) => {
        progress.update(state);
      },
    });
    const runs = models.map((model) => ({
      name: [model.application.name, model.application.id].filter((text) => text !== undefined).join(' · ') || log.name,
      view: openRun(model, log.name, { gapLimitMs: flags.gapLimit }),
    }));
    progress.clear();
    if (flags.verbose === true) {
      io.stderr.write(`cinderlog: read and laid out in ${formatDuration(performance.now() - startedMs)}\n`);
    }
    return runs;
  } finally {
    progress.clear();
  }
}

/** A machine without a browser is no failure: the address was printed. */
async function openBrowser(address: string, io: Io): Promise<void> {
  try {
    const browser = await open(address);
    browser.on('error', () => {
      sayOpenIt(io);
    });
  } catch {
    sayOpenIt(io);
  }
}

function sayOpenIt(io: Io): void {
  io.stderr.write('cinderlog: no browser could be started; open the address in one\n');
}
