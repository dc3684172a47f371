import type { ResultFinding } from '@cinderlog/core';
import { factOf, placeOf } from '../facts.ts';
import { causeOf, whenAndCost } from '../finding-words.ts';
import type { Tone } from '../tables/table.ts';
import { markup, type Markup } from './markup.ts';

const tones = { critical: 'bad', warning: 'warning', info: 'calm' } as const satisfies Record<string, Tone>;
const marks = { critical: '●', warning: '▲', info: '○' } as const;

/** One finding: what, when, its cost, why, the evidence with its places in the log, what to do, and a link to its place in the timeline. */
export function findingArticle(
  finding: ResultFinding,
  number: number,
  runMs: number,
  level: number,
  id: string,
  timeline: number | undefined,
): Markup {
  const { severity, title, evidence, advice, cause } = finding;
  const heading = markup`${number}.
    <span class="badge ${tones[severity]}">${marks[severity]} ${severity}</span> ${title}`;
  return markup`<article class="finding" id="${id}">
    ${level === 3 ? markup`<h3>${heading}</h3>` : markup`<h4>${heading}</h4>`}
    <p class="muted small">${whenAndCost(finding, runMs).join(' · ')}</p>
    <dl>
      <dt>Why</dt>
      <dd>${causeOf(finding, cause.ruledOut.length)}</dd>
      <dt>Evidence</dt>
      <dd>
        <ul>
          ${evidence.map(
            (fact) =>
              markup`<li>
                ${factOf(fact)}${fact.source === undefined ? '' : markup` <code class="muted">${placeOf(fact.source)}</code>`}
              </li>`,
          )}
        </ul>
      </dd>
      <dt>Do</dt>
      <dd>
        <ul>
          ${advice.map(
            ({ text, setting, value }) =>
              markup`<li>
                ${text}${setting === undefined ? '' : markup` <code>${value === undefined ? setting : `${setting}=${value}`}</code>`}
              </li>`,
          )}
        </ul>
      </dd>
    </dl>
    ${timeline === undefined ? '' : timelineLink(finding, timeline)}
  </article>`;
}

function timelineLink({ id, title }: ResultFinding, timeline: number): Markup {
  return markup`<p class="needs-script small" hidden>
    <a href="#timeline=${timeline}&f=${encodeURIComponent(id)}">Show on the timeline<span class="only-heard">: ${title}</span></a>
  </p>`;
}
