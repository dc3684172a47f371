import { defaultCompareOptions, defaultPolicy, reactions, removalClasses, severities } from '@cinderlog/core';
import type { CompareOptions, Limits, Policy } from '@cinderlog/core';
import type { Command } from 'commander';
import * as z from 'zod';
import { findingSettings } from './finding-settings.ts';
import { flagsSchema } from './flag-defaults.ts';
import { bytes, duration, share, wholeNumber } from './units.ts';

const durationLimit = z
  .strictObject({ expected: duration.optional(), maximum: duration.optional() })
  .transform(({ expected, maximum }) => ({ expectedMs: expected, maximumMs: maximum }));

const named = z
  .strictObject({
    name: z.string().min(1, 'a name is needed; * stands for any text'),
    expected: duration.optional(),
    maximum: duration.optional(),
    required: z.boolean().optional(),
  })
  .transform(({ name, expected, maximum, required }) => ({ name, required, expectedMs: expected, maximumMs: maximum }));

const task = z
  .strictObject({
    name: z.string().min(1, 'a name is needed; * stands for any text'),
    expected: duration.optional(),
    maximum: duration.optional(),
    retries: wholeNumber.optional().describe('More fail; any warns.'),
    required: z.boolean().optional(),
  })
  .transform(({ expected, maximum, ...rest }) => ({ ...rest, expectedMs: expected, maximumMs: maximum }));

const stream = z
  .strictObject({
    name: z.string().optional(),
    required: z.boolean().optional(),
    backlog: z
      .strictObject({ rows: wholeNumber, bytes, files: wholeNumber, age: duration })
      .partial()
      .transform(({ age, ...rest }) => ({ ...rest, seconds: age === undefined ? undefined : age / 1000 }))
      .optional(),
    batch: durationLimit.optional(),
    freshness: z
      .strictObject({ share, within: duration })
      .transform(({ share: least, within }) => ({ share: least, withinMs: within }))
      .optional(),
  })
  .transform(({ backlog, ...rest }) => ({ ...rest, ...(backlog && { backlog }) }));

const ledger = z
  .strictObject({ label: z.string(), share: share.optional(), time: duration.optional() })
  .refine((limit) => limit.share !== undefined || limit.time !== undefined, 'a share or a time is needed')
  .transform((limit) => ({ label: limit.label, maximumShare: limit.share, maximumMs: limit.time }));

const limits = z
  .strictObject({
    run: durationLimit,
    jobGroups: z.array(named),
    jobs: z.array(named),
    sqlExecutions: z.array(named),
    stages: z.array(named),
    tasks: z.array(task).describe('Tasks of a job run, by their keys: with --job-runs.'),
    streams: z.array(stream),
    ledger: z.array(ledger),
    spill: bytes,
    skew: z.number().min(1),
    failedTasks: wholeNumber,
    removedExecutors: z.partialRecord(z.enum([...removalClasses, 'lost']), wholeNumber),
    findings: z.array(
      z.strictObject({ kind: z.string().optional(), severity: z.enum(severities).optional(), maximum: wholeNumber }),
    ),
  })
  .partial()
  .transform(({ spill, skew, ...rest }): Limits => ({ ...rest, spilledBytes: spill, skewRatio: skew }));

const change = z.strictObject({ share: share.optional(), time: duration.optional() });
const reaction = z.enum(reactions);

const checks = z
  .strictObject({
    limits,
    job: z.string().describe('Name of the job; by default that of the application.'),
    baseline: z.strictObject({
      folder: z.string(),
      runs: z.int().positive().optional().describe('The latest so many are compared with; 20 by default.'),
    }),
    statistics: z.strictObject({
      falseAlarmRate: z.number().gt(0).max(0.2).optional(),
      leastChange: change.optional(),
      leastUnitChange: change.optional(),
    }),
    onMissingBaseline: reaction,
    onIncompleteRun: reaction,
    onSlowerUnits: reaction,
    onSmallerCluster: reaction,
    onLongerWait: reaction,
  })
  .partial();

/** `cinderlog.config.yaml` or `.json`. Unknown keys are errors: a misspelt limit would guard nothing. */
export function configSchema(program: Command) {
  return z.strictObject({
    $schema: z.string().optional().describe('Where this schema is, for editors.'),
    flags: flagsSchema(program).optional().describe('Flags as if they were given on the command line, by command.'),
    findings: findingSettings.optional(),
    checks: checks.optional().describe('What `cinderlog check` checks.'),
  });
}
export type Config = z.output<ReturnType<typeof configSchema>>;
export type CheckSettings = NonNullable<Config['checks']>;

/** What of the settings is about statistics, with the defaults for what is not set. */
export function compareOptionsOf({ statistics }: CheckSettings): CompareOptions {
  const least = (set: z.output<typeof change> | undefined, usual: CompareOptions['leastChange']) => ({
    ratio: set?.share ?? usual.ratio,
    ms: set?.time ?? usual.ms,
  });
  return {
    ...defaultCompareOptions,
    falseAlarmRate: statistics?.falseAlarmRate ?? defaultCompareOptions.falseAlarmRate,
    leastChange: least(statistics?.leastChange, defaultCompareOptions.leastChange),
    leastUnitChange: least(statistics?.leastUnitChange, defaultCompareOptions.leastUnitChange),
  };
}

export function policyOf(settings: CheckSettings): Policy {
  return {
    missingBaseline: settings.onMissingBaseline ?? defaultPolicy.missingBaseline,
    incompleteRun: settings.onIncompleteRun ?? defaultPolicy.incompleteRun,
    slowerUnits: settings.onSlowerUnits ?? defaultPolicy.slowerUnits,
    smallerCluster: settings.onSmallerCluster ?? defaultPolicy.smallerCluster,
    longerWait: settings.onLongerWait ?? defaultPolicy.longerWait,
  };
}

/** The same as a JSON Schema, for editors: of what is written, not of what it becomes. */
export function configJsonSchema(program: Command) {
  return {
    title: 'cinderlog configuration',
    ...z.toJSONSchema(configSchema(program), { io: 'input', unrepresentable: 'any' }),
  };
}
