import {
  AppError,
  openPackedRun,
  openRun,
  plural,
  redactPage,
  Redactor,
  type LogInput,
  type RedactionKind,
  type RunPage,
  type RunView,
} from '@cinderlog/core';
import open from 'open';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { followRuns, type ViewedRun } from '../follow/follow-runs.ts';
import { serveRuns } from '../server/serve-runs.ts';
import { viewerFolder } from '../viewer-files.ts';
import { pageApplications } from './applications.ts';
import { Interruption } from './interrupt.ts';
import { readInputs, type Making, type ReadFlags } from './read-inputs.ts';
import { readReport } from './read-report.ts';
import { chooseRedaction, type RedactionFlags } from './redaction.ts';
import { writeWholeFile } from './write-output.ts';

/** The flags of `cinderlog view` as commander hands them over. */
export interface ViewFlags extends ReadFlags, RedactionFlags {
  readonly output?: string;
  readonly port?: number;
  readonly open: boolean;
}

/**
 * Reads the inputs once, then serves them to the timeline in a browser on this machine until it is interrupted; or writes them as a
 * page in one file that opens with the timeline.
 */
export async function view(inputs: readonly string[], flags: ViewFlags, io: Io): Promise<ExitCode> {
  const interruption = new Interruption(io);
  if (flags.output !== undefined) return await writePage(inputs, flags.output, flags, io, interruption);
  const folder = viewerFolder('app');
  const { runs, unreadable, dispose } = await readInputs(inputs, flags, io, interruption, makeViews(flags));
  dispose();
  if (runs.length === 0) return unreadable ?? exitCodes.inputUnreadable;
  const { served, stop } = followRuns(runs, (input) => readAgain(input, flags, io));
  const server = await serveRuns(served, folder, flags.port ?? 0);
  io.stdout.write(`The timeline of ${plural(runs.length, 'run')} is at ${server.address}\n`);
  io.stderr.write('cinderlog: it is served to this machine only, until Ctrl-C\n');
  if (served.some(({ live }) => live !== undefined)) {
    io.stderr.write('cinderlog: the application has not ended; the page follows its log\n');
  }
  if (flags.open) await openBrowser(server.address, io);
  await server.closed;
  stop();
  return exitCodes.fine;
}

async function writePage(
  inputs: readonly string[],
  output: string,
  flags: ViewFlags,
  io: Io,
  interruption: Interruption,
): Promise<ExitCode> {
  // Said before the log is read, which may take long.
  viewerFolder('report');
  const { runs, unreadable, dispose } = await readInputs(inputs, flags, io, interruption, pageApplications);
  dispose();
  if (runs.length === 0) return unreadable ?? exitCodes.inputUnreadable;
  const redactor = new Redactor(chooseRedaction(true, flags));
  const pages = runs.map((run) => redactPage(run, redactor));
  const lacking = pages.find(({ packed }) => packed === undefined);
  if (lacking !== undefined) throw noTimeline(lacking.result.application.log);
  const { renderPage } = await import('../reporters/html/render-html.ts');
  writeWholeFile(output, renderPage(pages, { several: pages.length > 1, opensTimeline: pages.length === 1 }));
  return unreadable ?? exitCodes.fine;
}

/** A log that has grown, read once more without a word: the page says what is to be said. */
async function readAgain(input: string, flags: ViewFlags, io: Io): Promise<readonly RunView[]> {
  const silent: Io = {
    ...io,
    stderr: { isTTY: false, write: () => undefined },
    // Ctrl-C ends the server at once, whatever it does.
    onInterrupt: () => () => undefined,
  };
  const { verbose: _, ...quietFlags } = flags;
  const { runs, dispose } = await readInputs([input], quietFlags, silent, new Interruption(silent), makeViews(flags));
  dispose();
  return runs.map(({ view }) => view);
}

/** Runs to be served: they are shown to who has the log, so only secrets are hidden unless more is asked for. */
function makeViews(flags: ViewFlags): Making<ViewedRun> {
  const kinds = chooseRedaction(false, flags);
  return {
    fromModel: (model, log, options) =>
      named(openRun(model, log.name, { ...options, redactor: new Redactor(kinds) }), log.name, log),
    taskDetails: true,
    fromReport: async (text, path) =>
      (await readReport(text, path)).map((page) => named(openPage(page, path, kinds), path, undefined)),
  };
}

function openPage({ packed, result }: RunPage, path: string, kinds: ReadonlySet<RedactionKind>): RunView {
  if (packed === undefined) throw noTimeline(path);
  try {
    return openPackedRun(packed, result, new Redactor(kinds));
  } catch (cause) {
    throw new AppError('input-unreadable', `${path} is a report that was changed: its timeline cannot be opened.`, {
      cause,
    });
  }
}

function noTimeline(name: string): AppError {
  return new AppError(
    'input-unreadable',
    `${name} holds no timeline, only the report: it is JSON, or was written with --static. View the log itself.`,
  );
}

function named(view: RunView, input: string, log: LogInput | undefined): ViewedRun {
  const { name, id } = view.index.result.application;
  return { name: [name, id].filter((text) => text !== undefined).join(' · ') || input, view, log };
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
