import { existsSync } from 'node:fs';
import { AppError } from '@cinderlog/core';
import type { Command } from 'commander';
import { configJsonSchema, configSchema } from '../config/config-schema.ts';
import { configNames, findConfig } from '../config/find-config.ts';
import { readConfig } from '../config/read-config.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { escapeText } from '../terminal/escape.ts';
import { writeWholeFile } from './write-output.ts';

const schemaFile = 'cinderlog.config.schema.json';

const starter = `# yaml-language-server: $schema=./${schemaFile}
# What may stand here: docs/configuration.md. Everything is optional, and a misspelt name is an error.

# flags:
#   report: { top: 20, gap-limit: 30s }

# findings:
#   limits:
#     every-kind: { leastCost: 5s }
#     spill: { spillShare: 20 % }
#   suppress:
#     - { kind: small-files, reason: the source delivers them so, expires: 2027-03-31 }

# checks:
#   limits:
#     run: { expected: 20m, maximum: 30m }
#     findings: [{ severity: critical, maximum: 0 }]
`;

/** Writes a configuration to start from, beside it its schema. Nothing that is there is overwritten. */
export function initConfig(program: Command, io: Io): ExitCode {
  const [name] = configNames;
  const there = configNames.find((file) => existsSync(file));
  if (there !== undefined) throw new AppError('usage', `There is a ${there} already.`);
  writeWholeFile(schemaFile, schemaText(program));
  writeWholeFile(name, starter);
  io.stdout.write(`${name} and ${schemaFile} were written. All of it is commented out: it changes nothing yet.\n`);
  return exitCodes.fine;
}

/** Checks a configuration, and says which one it is: the one that every command here would read. */
export function checkConfig(named: string | undefined, program: Command, io: Io): ExitCode {
  const file = named ?? findConfig();
  if (file === undefined) {
    throw new AppError(
      'usage',
      `There is no ${configNames[0]} here or in a folder above. \`cinderlog config init\` writes one.`,
    );
  }
  readConfig(file, configSchema(program));
  io.stdout.write(`${escapeText(file)} is valid.\n`);
  return exitCodes.fine;
}

export function printSchema(program: Command, io: Io): ExitCode {
  io.stdout.write(schemaText(program));
  return exitCodes.fine;
}

function schemaText(program: Command): string {
  return `${JSON.stringify(configJsonSchema(program), undefined, 2)}\n`;
}
