// Writes docs/findings/*.md into packages/cli/src/explain/pages.ts, so that `cinderlog explain` says what the docs say:
// `npm run build:explanations`. A test notices when the two differ.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';

const folder = 'docs/findings/';
const target = 'packages/cli/src/explain/pages.ts';
const entries = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .sort()
  .map(
    (name) => `  ${JSON.stringify(name.replace(/\.md$/, ''))}: ${JSON.stringify(readFileSync(folder + name, 'utf8'))},`,
  );
const text = [
  '/** The pages of docs/findings by kind, as Markdown. Made by `npm run build:explanations`; edit the pages instead. */',
  'export const pages: Readonly<Record<string, string>> = {',
  ...entries,
  '};',
  '',
].join('\n');
const options = JSON.parse(readFileSync('.prettierrc.json', 'utf8'));
writeFileSync(target, await format(text, { ...options, parser: 'typescript' }));
