import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import {
  analyse,
  AppError,
  formatDuration,
  looksLikeResult,
  plural,
  readApplications,
  readClusterFiles,
  readResults,
  type AnalyseOptions,
  type BundleLimits,
  type LogInput,
  type Result,
} from '@cinderlog/core';
import { findClusterFiles, findLogs, readBundle, type ClusterPath } from '@cinderlog/core/node';
import type { Settings } from '../config/settings.ts';
import type { ExitCode } from '../exit-code.ts';
import { reportFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { escapeText } from '../terminal/escape.ts';
import { Interrupted, type Interruption } from './interrupt.ts';
import { ProgressLine } from './progress.ts';

/** One application, with the log that it was read from; a report that was read back has none. */
export interface Application {
  readonly result: Result;
  readonly log: LogInput | undefined;
}

export interface ReadInputs {
  readonly applications: readonly Application[];
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
  readonly clusterEvents?: readonly string[];
  readonly jobRuns?: readonly string[];
  readonly driverLog?: readonly string[];
  readonly clusterLog?: readonly string[];
  readonly bundle?: string;
  readonly verbose?: true;
}

/** Enough to recognise a report that is read back. */
const headBytes = 1024;

/**
 * Reads all inputs: logs are analysed, reports are read back. What cannot be read is said on stderr and does not stop the
 * others.
 *
 * @throws AppError when there is nothing at all to read.
 * @throws Interrupted on Ctrl-C.
 */
export async function readInputs(
  inputs: readonly string[],
  flags: ReadFlags,
  findings: Settings['findings'],
  io: Io,
  interruption: Interruption,
): Promise<ReadInputs> {
  const verbose = flags.verbose === true;
  const applications: Application[] = [];
  let unreadable: ExitCode | undefined;
  const refuse = (error: unknown): void => {
    const code = reportFailure(io.stderr, error, verbose);
    // A bug of ours outweighs an input that cannot be read.
    unreadable = Math.max(unreadable ?? 0, code) as ExitCode;
  };

  const reports = inputs.filter(isReport);
  for (const path of reports) {
    try {
      const results = await readResults(readFileSync(path, 'utf8'), path);
      applications.push(...results.map((result) => ({ result, log: undefined })));
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
    const beside = { cluster: story, bundle: await bundleLimits(flags, io), ...findings };
    for (const [index, log] of found.logs.entries()) {
      try {
        const position = `${index + 1} of ${found.logs.length}`;
        const results = await analyseLog(log, beside, position, flags, io, interruption);
        applications.push(...results.map((result) => ({ result, log })));
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
  return { applications, unreadable, dispose };
}

/** One result per application in the log: usually one, several when files were joined. */
async function analyseLog(
  log: LogInput,
  beside: AnalyseOptions,
  position: string,
  flags: ReadFlags,
  io: Io,
  interruption: Interruption,
): Promise<Result[]> {
  const startedMs = performance.now();
  const progress = await ProgressLine.open(io.stderr, log.name, position);
  try {
    interruption.watch();
    const models = await readApplications(log, {
      taskDetails: false,
      maxLineBytes: flags.maxLine,
      maxUnpackedBytes: flags.maxUnpacked,
      maxUnpackedRatio: flags.maxRatio,
      onProgress: (state) => {
        progress.update(state);
        return interruption.giveWay();
      },
    });
    interruption.release();
    progress.say('Analysing');
    const results = models.map((model) => analyse(model, log.name, { ...beside, gapLimitMs: flags.gapLimit }));
    progress.clear();
    if (flags.verbose === true) {
      const linesRead = results.reduce((sum, result) => sum + result.quality.linesRead, 0);
      const took = formatDuration(performance.now() - startedMs);
      io.stderr.write(`cinderlog: ${plural(linesRead, 'line')} read and analysed in ${took}\n`);
    }
    return results;
  } finally {
    interruption.release();
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
