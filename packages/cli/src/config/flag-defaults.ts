import { dirname, isAbsolute, join } from 'node:path';
import type { Command, Option } from 'commander';
import * as z from 'zod';

/** Flags that say what is done once, or where the settings are: no defaults for every day. */
const notSettable = new Set(['--help', '--version', '--config-file', '--no-config-file', '--config', '--no-config']);

/** Values of the flags of one command, as a configuration has them. */
export type FlagDefaults = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** The commands that have flags to set, by their names: `report`, `check`, `baseline add`. */
function commandsOf(program: Command): readonly (readonly [string, readonly Option[]])[] {
  return program.commands.flatMap((command): (readonly [string, readonly Option[]])[] => {
    if (command.name() === 'config' || command.name() === 'completion') return [];
    const inner = commandsOf(command).map(([name, options]) => [`${command.name()} ${name}`, options] as const);
    const options = command.options.filter(
      ({ long, hidden }) => long !== undefined && !hidden && !notSettable.has(long),
    );
    return options.length === 0 ? inner : [...inner, [command.name(), options]];
  });
}

/** The schema of the section `flags`, read off the commands themselves: what a flag takes on the command line it takes here. */
export function flagsSchema(program: Command) {
  const commands = commandsOf(program).map(([name, options]) => [
    name,
    z
      .strictObject(Object.fromEntries(options.map((option) => [nameOf(option), valueSchema(option).optional()])))
      .optional(),
  ]);
  return z.strictObject(Object.fromEntries(commands) as Record<string, z.ZodType<FlagDefaults | undefined>>);
}

function nameOf({ long = '' }: Option): string {
  return long.replace(/^--/, '');
}

function valueSchema(option: Option): z.ZodType {
  const { description, argChoices } = option;
  if (option.isBoolean() || option.negate) return z.boolean('true or false is needed').describe(description);
  if (argChoices !== undefined) return z.enum(argChoices).describe(description);
  const one = z.union([z.string(), z.number()]).superRefine((value, context) => {
    const problem = problemWith(option, String(value));
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });
  return (isList(option) ? z.union([one, z.array(one)]) : one).describe(description);
}

/** Variadic, or a flag that may be repeated. */
function isList(option: Option): boolean {
  return option.variadic || (option.parseArg !== undefined && Array.isArray(tryParse(option, 'x')));
}

function problemWith(option: Option, text: string): string | undefined {
  try {
    parse(option, [text]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function tryParse(option: Option, text: string): unknown {
  try {
    return option.parseArg?.<unknown>(text, undefined);
  } catch {
    return undefined;
  }
}

/** @throws InvalidArgumentError as on the command line. */
function parse(option: Option, texts: readonly string[]): unknown {
  const { parseArg } = option;
  if (parseArg !== undefined)
    return texts.reduce<unknown>((before, text) => parseArg(text, before as string), undefined);
  return option.variadic ? texts : texts.at(-1);
}

/** Sets the flags of a command that were not given on the command line. Paths are meant from the folder of the configuration. */
export function applyDefaults(command: Command, defaults: FlagDefaults, configFile: string): void {
  const folder = dirname(configFile);
  for (const option of command.options) {
    const value = defaults[nameOf(option)];
    const name = option.attributeName();
    if (value === undefined || command.getOptionValueSource(name) === 'cli') continue;
    const texts = (Array.isArray(value) ? value : [value]).map((text) => fromFolder(option, String(text), folder));
    const isFlag = option.isBoolean() || option.negate;
    // `no-open: true` is `--no-open`, which sets `open` to false.
    const set = isFlag ? (option.negate ? value === false : value === true || undefined) : parse(option, texts);
    command.setOptionValueWithSource(name, set, 'config');
  }
}

/** A flag whose value is called a file, a folder or a path takes one; `format:file` keeps what stands before it. */
function fromFolder(option: Option, text: string, folder: string): string {
  const [, format = '', path = text] = option.flags.includes('<[format:]') ? (/^(\w+:)?(.*)$/.exec(text) ?? []) : [];
  const isPath = /<(\[format:\])?(file|folder|path)/.test(option.flags);
  return !isPath || path === '-' || isAbsolute(path) ? text : format + join(folder, path);
}
