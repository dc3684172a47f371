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
import { addPagePlans } from './page-plans.ts';
import { readInputs, type Making, type ReadFlags, type ReadInputs } from './read-inputs.ts';
import { readReport } from './read-report.ts';
import { chooseRedaction, type RedactionFlags } from './redaction.ts';
import { writeWholeFile } from './write-output.ts';

/** The flags of `cinderlog view` as commander hands them over. */
export interface ViewFlags extends ReadFlags, RedactionFlags {
  readonly output?: string;
  readonly port?: number;
  readonly open: boolean;
  readonly compare?: true;
}

/**
 * Reads the inputs once, then serves them to the timeline in a browser on this machine until it is interrupted; or writes them as a
 * page in one file that opens with the timeline.
 */
export async function view(inputs: readonly string[], flags: ViewFlags, io: Io): Promise<ExitCode> {
  const interruption = new Interruption(io);
  if (flags.output !== undefined) return await writePage(inputs, flags.output, flags, io, interruption);
  const folder = viewerFolder('app');
  const { runs, unreadable, dispose } = await readViews(inputs, flags, io, interruption);
  try {
    if (runs.length === 0) return unreadable ?? exitCodes.inputUnreadable;
    if (flags.compare === true && runs.length !== 2)
      throw new AppError('usage', `--compare shows two runs side by side, and these are ${runs.length}.`);
    await serveViews(runs, folder, flags, io);
    return exitCodes.fine;
  } finally {
    // What was downloaded stays until the end: events are looked up in the logs.
    dispose();
  }
}

/** Which of two runs came first is told by the order in which they were named; that of other runs by their logs. */
async function readViews(
  inputs: readonly string[],
  flags: ViewFlags,
  io: Io,
  interruption: Interruption,
): Promise<ReadInputs<ViewedRun>> {
  const making = makeViews(flags);
  if (flags.compare !== true) return await readInputs(inputs, flags, io, interruption, making);
  const each: ReadInputs<ViewedRun>[] = [];
  for (const input of inputs) each.push(await readInputs([input], flags, io, interruption, making));
  return {
    runs: each.flatMap(({ runs }) => runs),
    unreadable: each.map(({ unreadable }) => unreadable).find((code) => code !== undefined),
    dispose: () => {
      for (const one of each) one.dispose();
    },
  };
}

async function serveViews(runs: readonly ViewedRun[], folder: string, flags: ViewFlags, io: Io): Promise<void> {
  const { served, stop } = followRuns(runs, (input) => readAgain(input, flags, io));
  const server = await serveRuns(served, folder, flags.port ?? 0);
  const address = flags.compare === true ? `${server.address}&x=0-1` : server.address;
  io.stdout.write(`The timeline of ${plural(runs.length, 'run')} is at ${address}\n`);
  io.stderr.write('cinderlog: it is served to this machine only, until Ctrl-C\n');
  if (served.some(({ live }) => live !== undefined)) {
    io.stderr.write('cinderlog: the application has not ended; the page follows its log\n');
  }
  if (flags.open) await openBrowser(address, io);
  await server.closed;
  stop();
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
  const withPlans = await addPagePlans(runs);
  dispose();
  if (runs.length === 0) return unreadable ?? exitCodes.inputUnreadable;
  const redactor = new Redactor(chooseRedaction(true, flags));
  const pages = withPlans.map((run) => redactPage(run, redactor));
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
    fromModel: (model, input, options, application) => {
      const log = input.isStream === true ? undefined : { input, application };
      return named(openRun(model, input.name, { ...options, redactor: new Redactor(kinds), log }), input.name, input);
    },
    taskDetails: true,
    fromReport: async (text, path) =>
      (await readReport(text, path)).map((page) => named(openPage(page, path, kinds), path, undefined)),
  };
}

function openPage({ packed, result, summary }: RunPage, path: string, kinds: ReadonlySet<RedactionKind>): RunView {
  if (packed === undefined) throw noTimeline(path);
  try {
    return openPackedRun(packed, result, new Redactor(kinds), summary);
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
