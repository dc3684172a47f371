/**
 * `npm run accuracy -- [--json] [--reveal] [--write]`: what the findings are worth, against the truth of the lab's logs.
 * Ends with code 1 when a target is missed. How it is counted stands in docs/accuracy.md.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { clusterPairsTable, clusterPairsTargets, scoreClusterPairs, type ClusterPair } from './cluster-pairs.ts';
import { markdownTable, printMistakes, printTable } from './print.ts';
import { readScenarios, setNames } from './scenarios.ts';
import { tablesOf } from './tables.ts';
import { measure, type Accuracy } from './tally.ts';
import { targetsOf } from './targets.ts';

const page = 'docs/accuracy.md';
const marks = { start: '<!-- figures: written by npm run accuracy -- --write -->', end: '<!-- end of figures -->' };

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Also show single held-out runs. Who tunes afterwards has spoilt them. */
    reveal: { type: 'boolean', default: false },
    /** Put the figures into docs/accuracy.md. */
    write: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const sets: Accuracy[] = [];
  for (const set of setNames) sets.push(measure(set, await readScenarios(set)));
  const pairs = await scoreClusterPairs();
  const made = { date: new Date().toISOString().slice(0, 10), commit: commit() };
  if (options.json)
    console.log(JSON.stringify({ ...made, sets: sets.map(forProgram), clusterPairs: pairs }, undefined, 2));
  else console.log(forPeople(sets, pairs, made));
  if (options.write) writePage(sets, pairs, made);
  const targets = [...sets.flatMap(targetsOf), ...clusterPairsTargets(pairs)];
  process.exitCode = targets.every(({ met }) => met) ? 0 : 1;
}

const isShown = (accuracy: Accuracy) => accuracy.set === 'looked-at' || options.reveal;

interface Made {
  readonly date: string;
  readonly commit: string;
}

const allTables = (sets: readonly Accuracy[], pairs: readonly ClusterPair[]) => [
  ...tablesOf(sets),
  clusterPairsTable(pairs),
];

function forPeople(sets: readonly Accuracy[], pairs: readonly ClusterPair[], made: Made): string {
  return [
    `Accuracy on ${made.date}, commit ${made.commit}`,
    ...allTables(sets, pairs).map(printTable),
    ...sets.filter(isShown).map(printMistakes),
  ].join('\n\n');
}

function forProgram(accuracy: Accuracy) {
  const { details, ...figures } = accuracy;
  return { ...figures, targets: targetsOf(accuracy), ...(isShown(accuracy) && { details }) };
}

function writePage(sets: readonly Accuracy[], pairs: readonly ClusterPair[], made: Made): void {
  const text = readFileSync(page, 'utf8');
  const [before, after] = [text.indexOf(marks.start), text.indexOf(marks.end)];
  if (before < 0 || after < before) throw new Error(`${page} has lost the marks between which the figures stand.`);
  const figures = [`On ${made.date}, at commit ${made.commit}.`, ...allTables(sets, pairs).map(markdownTable)].join(
    '\n\n',
  );
  writeFileSync(page, `${text.slice(0, before)}${marks.start}\n\n${figures}\n${text.slice(after)}`);
  execFileSync('npx', ['prettier', '--write', '--log-level', 'warn', page]);
}

function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  // The page itself does not count as a change, or it could never name a clean commit.
  const changed = git('status', '--porcelain', '--', '.', `:!${page}`) !== '';
  return `${git('rev-parse', '--short', 'HEAD')}${changed ? ' with changes' : ''}`;
}

await main();
