import { wrap, wrapBehind } from '../terminal/fit.ts';
import type { Page } from '../terminal/page.ts';

const indent = '  ';

/**
 * A docs page for the terminal. Knows what those pages use: headings, paragraphs, lists, tables, bold, code and links. A table
 * becomes a list, since its cells are sentences.
 */
export function renderPage(markdown: string, page: Page): string[] {
  const lines: string[] = [];
  for (const block of markdown.trim().split(/\n\s*\n/)) {
    if (lines.length > 0) lines.push('');
    lines.push(...renderBlock(block.split('\n'), page));
  }
  return lines;
}

function renderBlock(block: readonly string[], page: Page): string[] {
  const [first = ''] = block;
  const heading = /^#+ (.*)$/.exec(first)?.[1];
  if (heading !== undefined) return [page.colors.bold(heading)];
  if (first.startsWith('|')) return renderTable(block, page);
  if (!/^[-*] /.test(first)) return wrap(inline(block.join(' '), page), page.width);
  return joinItems(block).flatMap((item) => wrapBehind(`${indent}- `, inline(item, page), page.width));
}

/** The items of a list, each with the lines that continue it. */
function joinItems(block: readonly string[]): string[] {
  const items: string[] = [];
  for (const line of block) {
    if (/^[-*] /.test(line)) items.push(line.slice(2));
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return items;
}

function renderTable([header = '', , ...rows]: readonly string[], page: Page): string[] {
  const names = cellsOf(header);
  let label = '';
  return rows.flatMap((row) => {
    const [first = '', ...cells] = cellsOf(row);
    // An empty first cell continues the row above.
    if (first !== '') label = first;
    const rest = cells.map((cell, i) => (i === 0 || cell === '' ? cell : `${names[i + 1] ?? ''}: ${cell}`));
    const text = `${label}: ${rest.filter((cell) => cell !== '').join('; ')}`;
    return wrapBehind(`${indent}- `, inline(text, page), page.width);
  });
}

function cellsOf(row: string): string[] {
  return row
    .replace(/^\||\|\s*$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

function inline(text: string, { colors }: Page): string {
  return text
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, (_, bold: string) => colors.bold(bold))
    .replace(/(^|\W)_([^_]+)_(?=\W|$)/g, '$1$2')
    .replace(/`([^`]+)`/g, (_, code: string) => colors.cyan(code));
}
