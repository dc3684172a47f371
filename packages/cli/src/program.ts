import { existsSync } from 'node:fs';
import { Argument, Command, CommanderError, Option } from 'commander';
import { completionScript, shells, type Shell } from './commands/completion.ts';
import { chooseSettings, withConfigFlags } from './config/choose-settings.ts';
import { noSettings } from './config/settings.ts';
import type { ExplainFlags } from './commands/explain.ts';
import { addCheckCommands } from './check-commands.ts';
import type { ReportFlags } from './commands/report.ts';
import type { ShowFlags } from './commands/show.ts';
import type { ViewFlags } from './commands/view.ts';
import { exitCodes, type ExitCode } from './exit-code.ts';
import { reportFailure } from './failure.ts';
import { addReadingFlags, addRedactionFlags, wholeNumber } from './flags.ts';
import type { Io } from './io.ts';
import { formatNames } from './reporters/formats.ts';
import { sortKeys } from './reporters/sort.ts';
import { escapeLines } from './terminal/escape.ts';
import { version } from './version.ts';

const reportExamples = `
Examples:
  $ cinderlog report app-20261121012515-0000.zstd
  $ cinderlog report eventlog_v2_app-1/ --all | less -R
  $ cinderlog report app.zstd --stages --executors --top 50
  $ cinderlog report app.zstd --evidence
  $ cinderlog report /var/log/spark/events --sort waste
  $ cinderlog report app.zstd -o report.html
  $ cinderlog report app.zstd --format markdown > ticket.md
  $ cinderlog report app.zstd --format json | jq '.findings[0]'
  $ cinderlog explain task-skew
  $ cinderlog report app.zstd --cluster-events events.json --driver-log log4j-active.log
  $ cinderlog report report.html --stages`;

const showExamples = `
Examples:
  $ cinderlog show app-20261121012515-0000.zstd 149
  $ cinderlog show eventlog_v2_app-1/ events_1_app-1:77`;

const viewExamples = `
Examples:
  $ cinderlog view app.zstd
  $ cinderlog view /var/log/spark/events/app-1.inprogress
  $ cinderlog view app.zstd --cluster-events events.json --driver-log log4j-active.log
  $ cinderlog view app.zstd -o timeline.html
  $ cinderlog view report.html`;

const exitCodeHelp = `
Exit codes:
  0 fine · 1 a check failed · 2 wrong usage · 3 an input could not be read
  4 read in part, with --strict · 70 a bug in cinderlog · 130 stopped by Ctrl-C`;

/**
 * Runs the command line and returns what to exit with. Never throws. Only flags and help are handled here: a command and
 * all that it needs are loaded when it runs.
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const program = buildProgram(io);
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(insertReport(args, program), { from: 'user' });
    return program.getOptionValue('exitCode') as number;
  } catch (error) {
    // commander has already written its sentence, or the help or version asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.wrongUsage;
    return reportFailure(io.stderr, error, args.includes('--verbose'));
  }
}

function buildProgram(io: Io): Command {
  const program = new Command('cinderlog')
    .description('Where did the time of an Apache Spark application go, why, and what would give it back?')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('Run `cinderlog --help` for all commands and flags.')
    .addHelpText(
      'after',
      `${reportExamples}\n${exitCodeHelp}\n\n\`cinderlog <path>\` is short for \`cinderlog report <path>\`.`,
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        io.stdout.write(text);
      },
      writeErr: (text) => {
        io.stderr.write(escapeLines(text).join('\n'));
      },
      outputError: (text, write) => {
        write(text.replace(/^error: /, 'cinderlog: '));
      },
      getOutHelpWidth: () => helpWidth(io.stdout.columns),
      getErrHelpWidth: () => helpWidth(io.stderr.columns),
    });
  program.setOptionValue('exitCode', exitCodes.fine);
  let settings = noSettings;
  program.hook('preAction', async (_, command) => {
    settings = await chooseSettings(program, command, io);
  });
  program.addCommand(
    describeReport(program).action(async (inputs: string[], flags: ReportFlags) => {
      const { report } = await import('./commands/report.ts');
      program.setOptionValue('exitCode', await report(inputs, { ...flags, findingSettings: settings.findings }, io));
    }),
  );
  program.addCommand(
    describeView(program).action(async (inputs: string[], flags: ViewFlags) => {
      const { view } = await import('./commands/view.ts');
      program.setOptionValue('exitCode', await view(inputs, { ...flags, findingSettings: settings.findings }, io));
    }),
  );
  program.addCommand(
    describeShow(program).action(async (input: string, place: string | undefined, flags: ShowFlags) => {
      const { show } = await import('./commands/show.ts');
      program.setOptionValue('exitCode', await show(input, place, flags, io));
    }),
  );
  program.addCommand(
    describeExplain(program).action(async (kind: string | undefined, flags: ExplainFlags) => {
      const { explain } = await import('./commands/explain.ts');
      program.setOptionValue('exitCode', explain(kind, flags, io));
    }),
  );
  addCheckCommands(program, () => settings, io);
  program.addCommand(describeConfig(program, io));
  program.addCommand(
    describeCompletion(program).action((shell: Shell) => {
      io.stdout.write(completionScript(shell, program));
    }),
  );
  return program;
}

function describeView(program: Command): Command {
  const command = new Command('view')
    .copyInheritedSettings(program)
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('Run `cinderlog view --help` for all flags.')
    .summary('show the timeline of a run in the browser')
    .description(
      'Reads Spark event logs and shows them in the browser: every task, stage, job and query on one axis, with the findings on it.' +
        ' Served to this machine only.',
    )
    .argument('<input...>', 'event logs: files, folders or archives that hold them; or HTML reports')
    .optionsGroup('How to show it:')
    .option('-o, --output <file>', 'write a report that opens from disk with the timeline, and serve nothing')
    .option('--port <n>', 'port to serve on (default: any that is free)', wholeNumber(1, 65535))
    .option('--no-open', 'print the address and start no browser')
    .optionsGroup('What to hide:');
  addRedactionFlags(command, 'hide people and machines, as a page that is written does by itself');
  return withConfigFlags(addReadingFlags(command)).addHelpText('after', viewExamples);
}

function describeExplain(program: Command): Command {
  return new Command('explain')
    .copyInheritedSettings(program)
    .helpOption('-h, --help', 'print this help')
    .summary('tell what a kind of finding means')
    .description(
      'Tells what a kind of finding means, how it is found and priced, where its limits come from, and when it is wrong.' +
        ' Without a kind it lists all.',
    )
    .argument('[kind]', 'as a report names it, e.g. task-skew')
    .addOption(widthOption())
    .addOption(colorOption())
    .addHelpText('after', '\nExamples:\n  $ cinderlog explain\n  $ cinderlog explain executor-removed');
}

function widthOption(): Option {
  return new Option('--width <columns>', 'columns to use (default: those of the terminal, 80 in a pipe)').argParser(
    wholeNumber(60, 1000),
  );
}

function colorOption(): Option {
  return new Option('--color <when>', 'colours; NO_COLOR and FORCE_COLOR are obeyed')
    .choices(['auto', 'always', 'never'])
    .default('auto');
}

function describeReport(program: Command): Command {
  const choice = (flags: string, description: string, choices: readonly string[]): Option =>
    new Option(flags, description).choices(choices);
  const command = new Command('report')
    .copyInheritedSettings(program)
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('Run `cinderlog report --help` for all flags.')
    .summary('tell where the time of a run went, why, and what to do')
    .description(
      'Reads Spark event logs and tells where the time went: a ledger of every millisecond, a timeline, and findings with' +
        ' their cause, cost, evidence and advice. Several applications give a table.',
    )
    .argument('<input...>', 'event logs: files, folders or archives that hold them, - for standard input; or reports')
    .optionsGroup('What to show:')
    .option('--findings', 'all findings, in full')
    .option('--stages', 'the longest stages, and what failed in them')
    .option('--executors', 'executors: when they came and went, why, and what their slots did')
    .option('--sql', 'the longest SQL executions')
    .option('--streaming', 'streaming queries')
    .option('--config', 'Spark properties')
    .option('--all', 'everything: all findings, all tables, all rows')
    .option('--top <n>', 'rows per table', wholeNumber(1, 1_000_000), 10)
    .option('--evidence', 'each number that a finding rests on, with the log line it comes from')
    .option('--each', 'with several applications, the report of each below the table')
    .addOption(choice('--sort <key>', 'order of several applications (default: as they were found)', sortKeys))
    .optionsGroup('How to write it:')
    .addOption(choice('-f, --format <format>', 'text, unless the name of the output tells', formatNames))
    .option('-o, --output <file>', 'write to a file; into a folder, a file per application')
    .addOption(widthOption())
    .addOption(colorOption())
    .option('--static', 'HTML without script: a picture in place of the interactive timeline')
    .optionsGroup('What to hide:');
  addRedactionFlags(command, 'hide people and machines, as Markdown and HTML do by themselves');
  return withConfigFlags(addReadingFlags(command))
    .option('--strict', 'exit with 4 when a log was incomplete (the report is written all the same)')
    .addHelpText('after', `${reportExamples}\n${exitCodeHelp}`);
}

function describeConfig(program: Command, io: Io): Command {
  const load = () => import('./commands/config.ts');
  const sub = (name: string, summary: string) =>
    new Command(name).copyInheritedSettings(program).helpOption('-h, --help', 'print this help').summary(summary);
  const end = (exitCode: ExitCode) => {
    program.setOptionValue('exitCode', exitCode);
  };
  return new Command('config')
    .copyInheritedSettings(program)
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('Run `cinderlog config --help` for all of it.')
    .summary('start, check and show a configuration')
    .description(
      'A cinderlog.config.yaml holds flags, limits of findings, findings that are accepted for a while, and checks. It is looked' +
        ' for from the working directory up.',
    )
    .addCommand(
      sub('init', 'write a cinderlog.config.yaml to start from, and its schema for editors').action(async () => {
        end((await load()).initConfig(program, io));
      }),
    )
    .addCommand(
      sub('check', 'check a configuration and say which one is used')
        .argument('[file]', 'default: the nearest one, from here up')
        .action(async (file: string | undefined) => {
          end((await load()).checkConfig(file, program, io));
        }),
    )
    .addCommand(
      sub('schema', 'print the JSON Schema of a configuration').action(async () => {
        end((await load()).printSchema(program, io));
      }),
    );
}

function describeShow(program: Command): Command {
  const command = new Command('show')
    .copyInheritedSettings(program)
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('Run `cinderlog show --help` for all flags.')
    .summary('print the event at a place that a report names')
    .description('Prints one event of a log as JSON, with secrets hidden.')
    .argument('<log>', 'the log, or <file>:<line>')
    .argument('[place]', '<file>:<line> as in a report, or only the line where the log has one file')
    .option('--verbose', 'more about errors')
    .addHelpText('after', `${showExamples}\n${exitCodeHelp}`);
  return addRedactionFlags(command, 'hide people and machines too');
}

function describeCompletion(program: Command): Command {
  return new Command('completion')
    .copyInheritedSettings(program)
    .helpOption('-h, --help', 'print this help')
    .summary('print a script that completes commands and flags')
    .description('Prints a completion script for a shell: eval "$(cinderlog completion bash)"')
    .addArgument(new Argument('<shell>', 'which shell').choices(shells));
}

/** `cinderlog <path>` means `report <path>`, unless it is the name of a command or looks like a slip in one. */
function insertReport(args: readonly string[], program: Command): readonly string[] {
  const [first] = args;
  if (first === undefined || first.startsWith('-')) return args;
  if (first === 'help' || program.commands.some((command) => command.name() === first)) return args;
  return /[\\/.]/.test(first) || existsSync(first) ? ['report', ...args] : args;
}

function helpWidth(columns: number | undefined): number {
  return Math.min(columns === undefined || columns === 0 ? 80 : columns, 100);
}
