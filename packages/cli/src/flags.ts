import { InvalidArgumentError, type Command } from 'commander';
import { parseDuration } from './duration.ts';
import { parseSize } from './size.ts';

/** How inputs are read, the same for every command that reads logs. */
export function addReadingFlags(command: Command): Command {
  return command
    .optionsGroup('How to read:')
    .option(
      '--gap-limit <duration>',
      'name stretches without a running task from this length on, e.g. 30s',
      toDurationMs,
    )
    .option(
      '--max-line <size>',
      'walk longer lines instead of holding them, without their plans (default: 64MB)',
      toBytes,
    )
    .option('--max-unpacked <size>', 'refuse a file that unpacks to more (default: no limit)', toBytes)
    .option(
      '--max-ratio <n>',
      'refuse a file that unpacks to more than n times its size, and to more than 1 GiB (default: 400)',
      wholeNumber(1, 1_000_000_000),
    )
    .option(
      '--threads <n>',
      'threads that read large logs together; 1 for one alone (default: as many as there are processors, up to 4)',
      wholeNumber(0, 64),
    )
    .option('--cluster-events <file>', "Databricks' cluster events: why executors went, when the driver hung", several)
    .option('--job-runs <file>', 'Databricks job runs: what a run spent its time on, its critical path', several)
    .option('--driver-log <file>', 'log of a driver or executor, or a folder of them', several)
    .option('--bundle <file>', 'databricks.yml: hold the limits of its job against this run')
    .option('--cluster-log <file>', 'any of these, or Kubernetes, YARN, EMR or Dataproc: recognised by itself', several)
    .option('--verbose', 'more about errors and about what was read');
}

const redactHelp = 'also hide literals (in SQL) or paths, with commas; all, or none: not even secrets';

/** What to hide. */
export function addRedactionFlags(command: Command, shareHelp: string): Command {
  return command.option('--share', shareHelp).option('--redact <kinds>', redactHelp);
}

/** A flag that may be given more than once. */
function several(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

function toDurationMs(text: string): number {
  const durationMs = parseDuration(text);
  if (durationMs === undefined) throw new InvalidArgumentError('Give a number with its unit: 500ms, 30s, 2m, 1h30m.');
  return durationMs;
}

function toBytes(text: string): number {
  const bytes = parseSize(text);
  if (bytes === undefined) throw new InvalidArgumentError('Give a number with its unit: 64MB, 256MiB, 2GB.');
  return bytes;
}

/** A number within limits. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}
