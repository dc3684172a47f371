import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { BaselineFlags } from './commands/baseline.ts';
import type { CheckFlags, OutputFlags } from './commands/check.ts';
import { withConfigFlags } from './config/choose-settings.ts';
import type { Settings } from './config/settings.ts';
import { parseDuration } from './duration.ts';
import type { ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';

const formats = ['text', 'json', 'markdown', 'html', 'junit', 'sarif', 'github', 'gitlab'];
const reactions = ['fail', 'warn', 'pass'];
const usualFolder = '.cinderlog/baseline';

const checkHelp = `
What can be limited, with --limit what=value (more in cinderlog.config.yaml):
  run=20m..30m           expected..maximum, or the maximum alone
  sql:<name>=5m          also job:, job-group:, stage:, task:; * is any text
  task-retries:<key>=1   of a task of a job run; any retry warns
  stream:<name>=10s      95 % of batches; see also:
  stream-backlog:<name>=1000    rows, or 200 files, 512mb, 90s
  stream-freshness:<name>=99%/1m
  ledger:gaps=10%        any label of the ledgers, as a share or a time
  spill=1g  skew=5  failed-tasks=0
  removed:lost=0         or a class, such as removed:out-of-memory=0
  findings:critical=0    a severity (or worse) or a kind

Examples:
  $ cinderlog baseline add nightly-*.zstd
  $ cinderlog check tonight.zstd
  $ cinderlog check tonight.zstd --limit run=20m..30m --limit ledger:gaps=10%
  $ cinderlog check --job-runs runs.json --bundle databricks.yml
  $ cinderlog check tonight.zstd --baseline last-week/ -o junit.xml -o check.sarif

Exit codes:
  0 fine · 1 a check failed · 2 wrong usage · 3 an input could not be read
  4 read in part, with --strict · 70 a bug in cinderlog`;

const compareHelp = `
Examples:
  $ cinderlog compare before.zstd after.zstd
  $ cinderlog compare runs-of-last-week/ tonight.zstd -o difference.html`;

const baselineHelp = `
Examples:
  $ cinderlog baseline add nightly.zstd --keep 20
  $ cinderlog baseline list
  $ cinderlog baseline prune --older-than 90d`;

/** Adds `check`, `compare` and `baseline`. Only flags stand here; what a command needs is loaded when it runs. */
export function addCheckCommands(program: Command, settings: () => Settings, io: Io): void {
  const end = (exitCode: ExitCode) => {
    program.setOptionValue('exitCode', exitCode);
  };
  program.addCommand(
    withConfigFlags(withOutputFlags(newCommand(program, 'check')))
      .summary('fail when a run is slower than its limits or its baseline allow')
      .description(
        'Checks runs against limits and against earlier runs of the same job, and says what made the difference. What is' +
          ' missing (no baseline, an incomplete log, a name that fits nothing) fails, unless the configuration says otherwise.',
      )
      .argument('[input...]', 'event logs of the runs to check; several runs of a job are judged together')
      .option('--limit <what=value>', 'what the run must keep; may be repeated', collect)
      .option('--baseline <path...>', `a baseline folder, or event logs of earlier runs (default: ${usualFolder})`)
      .option('--no-baseline', 'check limits only')
      .option(
        '--job-runs <file>',
        'history of Databricks job runs: its last run is checked, with or without logs',
        collect,
      )
      .option('--bundle <file>', 'databricks.yml, whose timeouts and health rules are limits')
      .option('--job <name>', 'what these are runs of (default: the name of the application)')
      .addOption(
        new Option('--on-missing-baseline <reaction>', 'when there is nothing to compare with').choices(reactions),
      )
      .addOption(
        new Option('--on-incomplete-run <reaction>', 'when the run or its log is not whole').choices(reactions),
      )
      .option('--strict', 'exit with 4 when a log was incomplete')
      .addHelpText('after', checkHelp)
      .action(async (inputs: string[], flags: CheckFlags) => {
        end(await (await import('./commands/check.ts')).check(inputs, flags, settings(), io));
      }),
  );
  program.addCommand(
    withConfigFlags(withOutputFlags(newCommand(program, 'compare')))
      .summary('show what made one run differ from another')
      .description(
        'Compares runs of a job: how much longer or shorter, beyond noise or not, and what made the difference, summed up line' +
          ' by line. Ends with 0 whatever it finds; `cinderlog check` fails.',
      )
      .argument('<a>', 'event logs (or a baseline folder) of the run or runs before')
      .argument('<b>', 'event logs of the run or runs now')
      .addHelpText('after', compareHelp)
      .action(async (a: string, b: string, flags: OutputFlags) => {
        end(await (await import('./commands/compare.ts')).compare(a, b, flags, settings().findings, io));
      }),
  );
  program.addCommand(baselineCommand(program, io, end));
}

function baselineCommand(program: Command, io: Io, end: (exitCode: ExitCode) => void): Command {
  const baseline = newCommand(program, 'baseline')
    .summary('keep earlier runs to check later ones against')
    .description(
      'Keeps small summaries of runs, one file each, without hosts, literals and secrets: to be committed or cached by CI.',
    )
    .addHelpText('after', baselineHelp);
  const folder = (command: Command) =>
    command.option('--folder <path>', 'where they are kept', usualFolder).option('--job <name>', 'of this job only');
  const load = () => import('./commands/baseline.ts');
  baseline.addCommand(
    withConfigFlags(newCommand(baseline, 'add'))
      .summary('add runs')
      .addArgument(new Argument('<input...>', 'event logs'))
      .option('--folder <path>', 'where they are kept', usualFolder)
      .option('--job <name>', 'what these are runs of (default: the name of the application)')
      .option('--keep <runs>', 'of each job added to, keep only the latest so many', positive)
      .option('--allow-incomplete', 'also runs that failed or whose log is not whole')
      .option('--verbose', 'more about errors')
      .action(async (inputs: string[], flags: BaselineFlags) => {
        end(await (await load()).addBaseline(inputs, flags, io));
      }),
  );
  baseline.addCommand(
    folder(withConfigFlags(newCommand(baseline, 'list')).summary('list what is kept')).action(
      async (flags: BaselineFlags) => {
        end((await load()).listBaseline(flags, io));
      },
    ),
  );
  baseline.addCommand(
    folder(withConfigFlags(newCommand(baseline, 'prune')).summary('remove old runs'))
      .option('--keep <runs>', 'keep the latest so many of each job', positive)
      .option('--older-than <duration>', 'remove runs that started longer ago, e.g. 90d', toDurationMs)
      .option('--dry-run', 'only say what would be removed')
      .action(async (flags: BaselineFlags) => {
        end((await load()).pruneBaseline(flags, io));
      }),
  );
  return baseline;
}

function newCommand(parent: Command, name: string): Command {
  return new Command(name)
    .copyInheritedSettings(parent)
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError(
      `Run \`cinderlog ${parent.name() === 'cinderlog' ? '' : `${parent.name()} `}${name} --help\` for all flags.`,
    );
}

function withOutputFlags(command: Command): Command {
  return command
    .addOption(new Option('-f, --format <format>', 'what to write to the terminal').choices(formats).default('text'))
    .option('-o, --output <[format:]file>', 'also write to a file; may be repeated', collect)
    .option('--width <columns>', 'columns to use (default: those of the terminal, 80 in a pipe)', columns)
    .addOption(
      new Option('--color <when>', 'colours; NO_COLOR and FORCE_COLOR are obeyed')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .option('--verbose', 'more about errors');
}

function collect(value: string, known: readonly string[] = []): string[] {
  return [...known, value];
}

function positive(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1.');
  return Number(text);
}

function columns(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 60 || value > 1000) {
    throw new InvalidArgumentError('Give a whole number from 60 to 1000.');
  }
  return value;
}

function toDurationMs(text: string): number {
  const durationMs = parseDuration(text);
  if (durationMs === undefined) throw new InvalidArgumentError('Give a number with its unit: 90d, 12h.');
  return durationMs;
}
