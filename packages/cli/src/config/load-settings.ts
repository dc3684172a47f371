import { dirname, isAbsolute, join } from 'node:path';
import type { Command } from 'commander';
import type { Settings } from './settings.ts';
import { configSchema, type CheckSettings } from './config-schema.ts';
import { applyDefaults } from './flag-defaults.ts';
import { readConfig } from './read-config.ts';

/**
 * Reads a configuration, checks all of it, and sets the flags of the command that is about to run.
 *
 * @throws AppError with file, line and column of everything that is wrong with it
 */
export function loadSettings(file: string, program: Command, command: Command, today: string): Settings {
  const { config, placeOf } = readConfig(file, configSchema(program));
  const defaults = config.flags?.[nameOf(command, program)];
  if (defaults !== undefined) applyDefaults(command, defaults, file);
  const suppressions = (config.findings?.suppress ?? []).map((rule, index) => ({
    rule,
    expired: rule.expires < today,
    place: placeOf(['findings', 'suppress', index]),
  }));
  return {
    checks: fromFolder(config.checks ?? {}, dirname(file)),
    findings: {
      limits: config.findings?.limits ?? {},
      suppressions: suppressions.filter(({ expired }) => !expired).map(({ rule }) => rule),
    },
    expired: suppressions
      .filter(({ expired }) => expired)
      .map(({ rule, place }) => {
        const about = rule.id ?? rule.kind ?? '';
        const why = `ended on ${rule.expires} (${rule.reason})`;
        return { about, sentence: `${place}: the suppression of ${about} ${why}; what it hid is shown again` };
      }),
  };
}

/** `baseline add` for a command within a command. */
function nameOf(command: Command, program: Command): string {
  const { parent } = command;
  return parent === null || parent === program ? command.name() : `${nameOf(parent, program)} ${command.name()}`;
}

/** Paths in a configuration are meant from its own folder, wherever one works below it. */
function fromFolder(checks: CheckSettings, folder: string): CheckSettings {
  const { baseline } = checks;
  if (baseline === undefined || isAbsolute(baseline.folder)) return checks;
  return { ...checks, baseline: { ...baseline, folder: join(folder, baseline.folder) } };
}
