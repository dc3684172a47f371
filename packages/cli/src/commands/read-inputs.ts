import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import {
  AppError,
  formatDuration,
  looksLikeResult,
  plural,
  readApplications,
  readClusterFiles,
  type AnalyseOptions,
  type ApplicationModel,
  type BundleLimits,
  type LogInput,
} from '@cinderlog/core';
import { findClusterFiles, findLogs, readBundle, type ClusterPath } from '@cinderlog/core/node';
import type { Settings } from '../config/settings.ts';
import type { ExitCode } from '../exit-code.ts';
import { reportFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { escapeText } from '../terminal/escape.ts';
import { Interrupted, type Interruption } from './interrupt.ts';
import { ProgressLine } from './progress.ts';
import { readThreads } from './read-threads.ts';
import { tuneCompiler } from './tune-compiler.ts';

/** What a command makes of what is read. */
export interface Making<Run> {
  /** Of each application in a log; `application` is its place there. `options` hold what was given beside the log: the cluster's side, limits. */
  fromModel(model: ApplicationModel, log: LogInput, options: AnalyseOptions, application: number): Run;
  /** Of a report that is read back. */
  fromReport(text: string, path: string): Promise<readonly Run[]>;
  /** Whether single tasks are asked for; without, less of each is kept. */
  readonly taskDetails: boolean;
}

export interface ReadInputs<Run> {
  readonly runs: readonly Run[];
  /** Of the worst input that could not be read. */
  readonly unreadable: ExitCode | undefined;
  /** Deletes what was downloaded; to be called when the logs are no longer needed. */
  readonly dispose: () => void;
}

export interface ReadFlags {
  readonly gapLimit?: number;
  readonly maxLine?: number;
  readonly maxUnpacked?: number;
  readonly maxRatio?: number;
  readonly threads?: number;
  readonly clusterEvents?: readonly string[];
  readonly jobRuns?: readonly string[];
  readonly driverLog?: readonly string[];
  readonly clusterLog?: readonly string[];
  readonly bundle?: string;
  /** Not a flag: what a configuration says of findings. */
  readonly findingSettings?: Settings['findings'];
  readonly verbose?: true;
}

/** Enough to recognise a report that is read back. */
const headBytes = 1024;

/**
 * Reads all inputs, logs and reports, for every command. What cannot be read is said on stderr and does not stop the
 * others.
 *
 * @throws AppError when there is nothing at all to read.
 * @throws Interrupted on Ctrl-C.
 */
export async function readInputs<Run>(
  inputs: readonly string[],
  flags: ReadFlags,
  io: Io,
  interruption: Interruption,
  making: Making<Run>,
): Promise<ReadInputs<Run>> {
  const verbose = flags.verbose === true;
  const runs: Run[] = [];
  let unreadable: ExitCode | undefined;
  const refuse = (error: unknown): void => {
    const code = reportFailure(io.stderr, error, verbose);
    // A bug of ours outweighs an input that cannot be read.
    unreadable = Math.max(unreadable ?? 0, code) as ExitCode;
  };

  const reports = inputs.filter(isReport);
  for (const path of reports) {
    try {
      runs.push(...(await making.fromReport(readFileSync(path, 'utf8'), path)));
    } catch (error) {
      refuse(error);
    }
  }
  const paths = inputs.filter((input) => !reports.includes(input));
  const found = await findLogs(paths, { signal: interruption.signal });
  const dispose = (): void => {
    found.dispose();
  };
  try {
    if (interruption.signal.aborted) throw new Interrupted();
    for (const note of found.notes) io.stderr.write(`cinderlog: ${escapeText(note)}\n`);
    for (const error of found.refused) refuse(error);
    const named = findClusterFiles(clusterPaths(flags));
    const cluster = await readClusterFiles([...found.clusterFiles, ...named.inputs]);
    for (const error of [...named.refused, ...cluster.refused]) refuse(error);
    const story = cluster.story.files.length > 0 ? cluster.story : undefined;
    const beside = { ...flags.findingSettings, cluster: story, bundle: await bundleLimits(flags, io) };
    for (const [index, log] of found.logs.entries()) {
      try {
        const position = `${index + 1} of ${found.logs.length}`;
        runs.push(...(await readOneLog(log, beside, position, flags, io, interruption, making)));
      } catch (error) {
        if (error instanceof Interrupted) throw error;
        refuse(error);
      }
    }
    if (found.logs.length === 0 && reports.length === 0 && unreadable === undefined) {
      throw new AppError('input-missing', `There is no event log in ${inputs.join(', ')}.`);
    }
  } catch (error) {
    dispose();
    throw error;
  }
  return { runs, unreadable, dispose };
}

/** Makes one run of each application in the log: usually one, several when files were joined. */
async function readOneLog<Run>(
  log: LogInput,
  beside: AnalyseOptions,
  position: string,
  flags: ReadFlags,
  io: Io,
  interruption: Interruption,
  making: Making<Run>,
): Promise<Run[]> {
  const startedMs = performance.now();
  const progress = await ProgressLine.open(io.stderr, log.name, position);
  const threads = readThreads(flags.threads);
  await tuneCompiler(log);
  try {
    interruption.watch();
    const models = await readApplications(log, {
      taskDetails: making.taskDetails,
      maxLineBytes: flags.maxLine,
      maxUnpackedBytes: flags.maxUnpacked,
      maxUnpackedRatio: flags.maxRatio,
      threads,
      onProgress: (state) => {
        progress.update(state);
        return interruption.giveWay();
      },
    });
    interruption.release();
    progress.say('Analysing');
    const linesRead = models.reduce((sum, model) => sum + model.quality.linesRead, 0);
    const options = { ...beside, gapLimitMs: flags.gapLimit };
    const runs = models.map((model, application) => making.fromModel(model, log, options, application));
    progress.clear();
    if (flags.verbose === true) {
      const took = formatDuration(performance.now() - startedMs);
      io.stderr.write(`cinderlog: ${plural(linesRead, 'line')} read and analysed in ${took}\n`);
    }
    return runs;
  } finally {
    interruption.release();
    threads?.close();
    progress.clear();
  }
}

async function bundleLimits({ bundle }: ReadFlags, io: Io): Promise<BundleLimits | undefined> {
  if (bundle === undefined) return undefined;
  const limits = await readBundle(bundle);
  for (const { problem, place } of limits.problems) {
    io.stderr.write(`cinderlog: ${escapeText(`${place.file}:${place.line}:${place.column}: ${problem}`)}\n`);
  }
  return limits;
}

/** What was named as the cluster's side, with what it was said to be. */
function clusterPaths(flags: ReadFlags): ClusterPath[] {
  const of = (paths: readonly string[] = [], expected?: ClusterPath['expected']) =>
    paths.map((path) => ({ path, expected }));
  return [
    ...of(flags.clusterEvents, 'databricks-events'),
    ...of(flags.jobRuns, 'databricks-runs'),
    ...of(flags.driverLog, 'driver-log'),
    ...of(flags.clusterLog),
  ];
}

function isReport(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) return false;
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(headBytes);
    const length = readSync(file, head, 0, headBytes, 0);
    return looksLikeResult(head.toString('utf8', 0, length));
  } finally {
    closeSync(file);
  }
}
