import { checkRuns, defaultCompareOptions, defaultPolicy, type RunSummary } from '@cinderlog/core';
import type { Settings } from '../config/settings.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { looksLikeStore, readStore } from './baseline-store.ts';
import { chooseOutputs, reportOf, writeOutputs, type OutputFlags } from './check.ts';
import { loadRuns } from './load-runs.ts';

/** Shows what is different in `b`, compared with `a`. Each may hold several runs. A difference is no failure: see `check`. */
export async function compare(
  a: string,
  b: string,
  flags: OutputFlags,
  findings: Settings['findings'],
  io: Io,
): Promise<ExitCode> {
  const outputs = chooseOutputs(flags);
  const known = await load(a, flags, findings, io);
  const fresh = await load(b, flags, findings, io);
  const unreadable = known.unreadable ?? fresh.unreadable;
  if (known.runs.length === 0 || fresh.runs.length === 0) return unreadable ?? exitCodes.inputUnreadable;
  const job = checkRuns({
    known: known.runs,
    fresh: fresh.runs,
    limits: {},
    options: defaultCompareOptions,
    policy: { ...defaultPolicy, incompleteRun: 'warn' },
  });
  await writeOutputs(reportOf('compare', [job], unreadable !== undefined), outputs, flags, io);
  return unreadable ?? exitCodes.fine;
}

async function load(
  input: string,
  flags: OutputFlags,
  findings: Settings['findings'],
  io: Io,
): Promise<{ runs: readonly RunSummary[]; unreadable: ExitCode | undefined }> {
  const stored = looksLikeStore(input) ? readStore(input).map(({ summary }) => summary) : [];
  return stored.length > 0
    ? { runs: stored, unreadable: undefined }
    : await loadRuns([input], undefined, flags.verbose === true, io, findings);
}
