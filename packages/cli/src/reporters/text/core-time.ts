import { formatDuration, formatShare, type Result } from '@cinderlog/core';
import { escapeText } from '../../terminal/escape.ts';
import { wrap } from '../../terminal/fit.ts';
import type { Page, Paint } from '../../terminal/page.ts';
import { heading } from './heading.ts';
import { keyOf, stackedBar, type BarPart } from './stacked-bar.ts';

interface CoreTimeWords {
  readonly name: string;
  readonly color: 'green' | 'yellow' | 'cyan' | 'blue' | 'magenta' | 'yellowBright' | 'white' | 'red' | 'gray';
}

const words: Readonly<Record<string, CoreTimeWords>> = {
  compute: { name: 'computing', color: 'green' },
  gc: { name: 'garbage collection', color: 'yellow' },
  'shuffle-fetch-wait': { name: 'waiting for shuffle data', color: 'cyan' },
  'shuffle-write': { name: 'writing shuffle data', color: 'blue' },
  serialization: { name: 'serialising', color: 'magenta' },
  'scheduler-delay': { name: 'scheduler delay', color: 'yellowBright' },
  'other-in-tasks': { name: 'other time in tasks, mostly input and output', color: 'white' },
  'thrown-away': { name: 'work thrown away', color: 'red' },
  idle: { name: 'idle', color: 'gray' },
};

/** The core-time ledger in short: what the slots that executors offered were used for. */
export function coreTimeSection(result: Result, page: Page): string[] {
  const totalMs = result.ledger.coreTime.reduce((sum, { ms }) => sum + ms, 0);
  if (totalMs <= 0) return [];
  const parts = Array.from(sumUp(result), ([label, ms]) => ({ label, ms })).filter(({ ms }) => ms > 0);
  const bars = parts.map(({ label, ms }, i): BarPart => ({
    ms,
    key: keyOf(i),
    shade: label === 'idle' ? 0 : label === 'compute' ? 2 : 1,
    paint: painterOf(label, page),
  }));
  const legend = parts.map(({ label, ms }, i) => {
    const key = bars[i]?.paint(page.colors.inverse(keyOf(i))) ?? '';
    return `${key} ${words[label]?.name ?? escapeText(label)} ${formatShare(ms / totalMs)}`;
  });
  return [
    heading(`What the slots did (${formatDuration(totalMs)} of core time)`, page),
    stackedBar(bars, page.width, page),
    ...wrap(legend.map(keepTogether).join('   '), page.width).map(allowSpaces),
  ];
}

/** Idle slots are one part here: the wall-clock ledger says when they were idle. */
function sumUp(result: Result): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { label, ms } of result.ledger.coreTime) {
    const name = label.startsWith('idle:') ? 'idle' : label;
    sums.set(name, (sums.get(name) ?? 0) + ms);
  }
  return sums;
}

function painterOf(label: string, page: Page): Paint {
  return page.colors[words[label]?.color ?? 'white'];
}

// A legend entry must not break between its letter, name and share.
function keepTogether(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

function allowSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
