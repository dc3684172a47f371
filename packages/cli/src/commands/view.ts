import { AppError, formatDuration, openRun, plural, readApplications, type LogInput } from '@cinderlog/core';
import { findLogs } from '@cinderlog/core/node';
import open from 'open';
import type { Settings } from '../config/settings.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { reportFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { serveRuns, type NamedRun } from '../server/serve-runs.ts';
import { escapeText } from '../terminal/escape.ts';
import { viewerFolder } from '../viewer-files.ts';
import { ProgressLine } from './progress.ts';
import { writeWholeFile } from './write-output.ts';

/** The flags of `cinderlog view` as commander hands them over. */
export interface ViewFlags {
  readonly output?: string;
  readonly port?: number;
  readonly open: boolean;
  readonly gapLimit?: number;
  readonly verbose?: true;
}

/**
 * Reads the logs once, then serves them to the timeline in a browser on this machine until it is interrupted; or writes the
 * timeline of one run as a page in one file.
 */
export async function view(
  inputs: readonly string[],
  flags: ViewFlags,
  findings: Settings['findings'],
  io: Io,
): Promise<ExitCode> {
  const folder = viewerFolder('app');
  const found = await findLogs(inputs);
  const runs: NamedRun[] = [];
  let failure: ExitCode | undefined;
  try {
    for (const note of found.notes) io.stderr.write(`cinderlog: ${escapeText(note)}\n`);
    for (const error of found.refused) failure = reportFailure(io.stderr, error, flags.verbose === true);
    for (const [index, log] of found.logs.entries()) {
      try {
        runs.push(...(await readRuns(log, `${index + 1} of ${found.logs.length}`, flags, findings, io)));
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
  if (flags.output !== undefined) {
    await writePage(runs, flags.output);
    return failure ?? exitCodes.fine;
  }
  const server = await serveRuns(runs, folder, flags.port ?? 0);
  io.stdout.write(`The timeline of ${plural(runs.length, 'run')} is at ${server.address}\n`);
  io.stderr.write('cinderlog: it is served to this machine only, until Ctrl-C\n');
  if (flags.open) await openBrowser(server.address, io);
  await server.closed;
  return exitCodes.fine;
}

async function writePage(runs: readonly NamedRun[], output: string): Promise<void> {
  const [run] = runs;
  if (run === undefined || runs.length > 1) {
    throw new AppError('usage', `A page shows one run, and these are ${runs.length}: name the log of one of them.`);
  }
  const { renderTimelinePage } = await import('../reporters/timeline-page.ts');
  writeWholeFile(output, renderTimelinePage(run.view));
}

async function readRuns(
  log: LogInput,
  position: string,
  flags: ViewFlags,
  findings: Settings['findings'],
  io: Io,
): Promise<NamedRun[]> {
  const startedMs = performance.now();
  const progress = await ProgressLine.open(io.stderr, log.name, position);
  try {
    const models = await readApplications(log, {
      onProgress: (state) => {
        progress.update(state);
      },
    });
    const runs = models.map((model) => ({
      name: [model.application.name, model.application.id].filter((text) => text !== undefined).join(' · ') || log.name,
      view: openRun(model, log.name, { ...findings, gapLimitMs: flags.gapLimit }),
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
