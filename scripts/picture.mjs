// Draws docs/pictures/report.svg: what `cinderlog report` prints in colour, in a terminal window. `npm run pictures`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Anser from 'anser';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const fixture = 'fixtures/logs/executor-killed';
const target = 'docs/pictures/report.svg';
const columns = 100;
/** A line of hints that a picture does not need. */
const hints = 'More:';

const cell = { width: 8.4, height: 18 };
const fontSize = 14;
const baseline = 13.5;
const margin = { left: 18, top: 52, bottom: 18 };
const colors = {
  page: '#16181d',
  bar: '#22252c',
  text: '#d8dbe2',
  'ansi-black': '#16181d',
  'ansi-red': '#f0626b',
  'ansi-green': '#6cc07a',
  'ansi-yellow': '#e3b64f',
  'ansi-blue': '#5c9bf0',
  'ansi-magenta': '#c487e0',
  'ansi-cyan': '#4dbcc9',
  'ansi-white': '#aab0bc',
  'ansi-bright-black': '#747b89',
  'ansi-bright-red': '#ff8f8f',
  'ansi-bright-yellow': '#f4d675',
  'ansi-bright-blue': '#8fbcff',
  'ansi-bright-magenta': '#e0a8f5',
  'ansi-bright-cyan': '#83e0ea',
};

const command = ['packages/cli/dist/bin.js', 'report', fixture, '--color', 'always', '--width', String(columns)];
const { status, stdout, stderr } = spawnSync(process.execPath, command, {
  cwd: root,
  encoding: 'utf8',
  env: { ...process.env, LC_ALL: 'C.UTF-8' },
});
if (status !== 0) throw new Error(`The report for the picture failed: ${stderr}`);

const lines = stdout.trimEnd().split('\n');
const hint = lines.findIndex((line) => Anser.ansiToText(line).startsWith(hints));
if (hint >= 0) lines.splice(hint, lines.indexOf('', hint) - hint + 1);
mkdirSync(join(root, dirname(target)), { recursive: true });
writeFileSync(join(root, target), draw(lines));
process.stderr.write(`${target} drawn\n`);

function draw(shownLines) {
  const width = margin.left * 2 + columns * cell.width;
  const height = margin.top + shownLines.length * cell.height + margin.bottom;
  const dots = ['#f0626b', '#e3b64f', '#6cc07a'].map(
    (fill, i) => `<circle cx="${20 + i * 18}" cy="17" r="5.5" fill="${fill}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="A cinderlog report in a terminal">
<style>text{font-family:ui-monospace,'SFMono-Regular',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace;font-size:${fontSize}px;white-space:pre}.b{font-weight:700}.d{opacity:.62}</style>
<rect width="${width}" height="${height}" rx="9" fill="${colors.page}"/>
<path d="M0 34V9a9 9 0 0 1 9-9h${width - 18}a9 9 0 0 1 9 9v25z" fill="${colors.bar}"/>
${dots.join('')}
<text x="${width / 2}" y="22" text-anchor="middle" fill="#8a91a0">cinderlog report ${fixture}</text>
${shownLines.map(drawLine).join('\n')}
</svg>
`;
}

function drawLine(line, row) {
  const top = margin.top + row * cell.height;
  let column = 0;
  let shapes = '';
  for (const { content, fg, bg, decorations } of Anser.ansiToJson(line, { use_classes: true, remove_empty: true })) {
    const inverse = decorations.includes('reverse') || bg !== null;
    const color = colors[inverse && bg !== null ? bg : fg] ?? colors.text;
    const classes = [decorations.includes('bold') ? 'b' : '', decorations.includes('dim') ? 'd' : ''].join(' ').trim();
    if (inverse) shapes += rect(column, top, content.length, 0, 1, color);
    for (const [run] of content.matchAll(/ +|█+|░+|▒+|─+|━+|│|[▁▂▃▄▅▆▇]|[^ █░▒─━│▁▂▃▄▅▆▇]+( [^ █░▒─━│▁▂▃▄▅▆▇]+)*/gu)) {
      shapes += drawRun(run, column, top, inverse ? colors.page : color, classes);
      column += [...run].length;
    }
  }
  return shapes;
}

/** Blocks and rules are drawn as shapes: fonts differ in where they put them, and lines are further apart than blocks are high. */
function drawRun(run, column, top, color, classes) {
  const count = [...run].length;
  const first = run[0];
  if (first === ' ') return '';
  const eighths = ' ▁▂▃▄▅▆▇█'.indexOf(first);
  if (eighths > 0) return rect(column, top, count, 1 - eighths / 8, eighths / 8, color);
  if (first === '░') return rect(column, top, count, 0, 1, color, 0.35);
  if (first === '▒') return rect(column, top, count, 0, 1, color, 0.6);
  if (first === '─') return rect(column, top, count, 0.5, 0.06, color, classes === 'd' ? 0.5 : 1);
  if (first === '━') return rect(column, top, count, 0.44, 0.16, color);
  if (first === '│')
    return `<rect x="${x(column) + 3.7}" y="${top}" width="1" height="${cell.height}" fill="${color}" opacity=".5"/>`;
  const styles = classes === '' ? '' : ` class="${classes}"`;
  const length = round(count * cell.width);
  return `<text x="${x(column)}" y="${top + baseline}" fill="${color}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${styles}>${escapeXml(run)}</text>`;
}

function rect(column, top, count, from, part, color, opacity = 1) {
  const y = round(top + from * cell.height);
  const faded = opacity === 1 ? '' : ` opacity="${opacity}"`;
  return `<rect x="${x(column)}" y="${y}" width="${round(count * cell.width)}" height="${round(part * cell.height)}" fill="${color}"${faded} shape-rendering="crispEdges"/>`;
}

function x(column) {
  return round(margin.left + column * cell.width);
}

function round(value) {
  return Math.round(value * 100) / 100;
}

function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
