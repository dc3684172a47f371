import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { escapeText } from '../terminal/escape.ts';
import { findConfig } from './find-config.ts';
import { noSettings, type Settings } from './settings.ts';

/** Adds the flags that name a configuration to a command that reads one. */
export function withConfigFlags(command: Command): Command {
  return command
    .option('-c, --config-file <file>', 'settings (default: the nearest cinderlog.config.yaml or .json, from here up)')
    .option('--no-config-file', 'read no configuration');
}

/**
 * The settings for the command that is about to run, whose flags are set from them. What reads them is loaded only when there are
 * some: most runs have none.
 *
 * @throws AppError with file, line and column of everything that is wrong with it
 */
export async function chooseSettings(program: Command, command: Command, io: Io): Promise<Settings> {
  if (!command.options.some(({ long }) => long === '--config-file')) return noSettings;
  const { configFile } = command.opts<{ configFile?: string | boolean }>();
  const file = typeof configFile === 'string' ? configFile : configFile === false ? undefined : findConfig();
  if (file === undefined) return noSettings;
  const { loadSettings } = await import('./load-settings.ts');
  const settings = loadSettings(file, program, command, new Date().toISOString().slice(0, 10));
  for (const { sentence } of settings.expired) io.stderr.write(`cinderlog: ${escapeText(sentence)}\n`);
  return settings;
}
