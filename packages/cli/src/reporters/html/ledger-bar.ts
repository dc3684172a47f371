import { formatDuration, formatShare, type LedgerGroup, type Result, type WallClockLabel } from '@cinderlog/core';
import { scaleLinear } from 'd3-scale';
import { labelWords, ledgerGroups } from '../text/ledger-words.ts';
import { keyOf } from '../text/stacked-bar.ts';
import { markup, type Markup } from './markup.ts';

const width = 1000;
const height = 34;
/** A segment narrower than this has no room for its letter. */
const leastKeyWidth = 14;

interface Part {
  readonly label: WallClockLabel;
  readonly group: LedgerGroup;
  readonly name: string;
  readonly key: string;
  readonly ms: number;
  readonly startMs: number;
}

/** The wall-clock ledger as a bar, and its legend in words. */
export function ledgerBar(result: Result): Markup {
  const runMs = result.application.durationMs;
  if (runMs <= 0) return markup`<p>The log spans no time at all.</p>`;
  const parts = partsOf(result);
  const x = scaleLinear([0, runMs], [0, width]);
  const words = parts.map(({ name, ms }) => `${name} ${formatDuration(ms)}`).join(', ');
  return markup`<div class="chart" role="group" tabindex="0" aria-label="Where the time went, as a bar">
      <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${words}">
        ${parts.map(({ label, key, ms, startMs }) => {
          const cells = x(ms);
          return markup`<rect
              class="label-${label}"
              x="${round(x(startMs))}"
              y="0"
              width="${round(cells)}"
              height="${height}"
            />${
              cells < leastKeyWidth ? '' : markup`<text class="key" x="${round(x(startMs) + 5)}" y="21">${key}</text>`
            }`;
        })}
      </svg>
    </div>
    ${ledgerGroups.map(({ group, title }) =>
      groupLegend(
        title,
        parts.filter((part) => part.group === group),
        runMs,
      ),
    )}`;
}

function groupLegend(title: string, parts: readonly Part[], runMs: number): Markup | string {
  if (parts.length === 0) return '';
  const groupMs = parts.reduce((sum, { ms }) => sum + ms, 0);
  return markup`<p>
      <strong>${title}</strong> <span class="number">${formatDuration(groupMs)}, ${formatShare(groupMs / runMs)}</span>
    </p>
    <ul class="legend">
      ${parts.map(
        ({ label, key, name, ms }) =>
          markup`<li>
            <span class="swatch"
              ><svg viewBox="0 0 24 18" aria-hidden="true">
                <rect class="label-${label}" width="24" height="18" rx="3" />
                <text class="key" x="7" y="14">${key}</text>
              </svg></span
            ><span class="what">${name}</span><span class="number">${formatDuration(ms)}</span
            ><span class="number muted">${formatShare(ms / runMs)}</span>
          </li>`,
      )}
    </ul>`;
}

function partsOf({ ledger }: Result): Part[] {
  const parts: Part[] = [];
  let startMs = 0;
  for (const { group } of ledgerGroups) {
    for (const { label, ms } of ledger.wallClock) {
      if (ms <= 0 || labelWords[label].group !== group) continue;
      parts.push({ label, group, name: labelWords[label].name, key: keyOf(parts.length), ms, startMs });
      startMs += ms;
    }
  }
  return parts;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
