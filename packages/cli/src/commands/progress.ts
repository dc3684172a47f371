import { formatBytes, formatCount, formatDuration, formatShare, type ReadProgress } from '@cinderlog/core';
import type { TextOutput } from '../io.ts';
import { escapeText } from '../terminal/escape.ts';
import { cutMiddle, wrap } from '../terminal/fit.ts';

/** Work that is done before anybody wonders needs no progress. */
const silentMs = 500;
const refreshMs = 100;
const eraseLine = '\r\u001b[K';

/** Shows on one line of a terminal how far reading has come, and wipes it away at the end. */
export class ProgressLine {
  readonly #stderr: TextOutput;
  readonly #name: string;
  readonly #hasOnePart: boolean;
  readonly #startedMs = performance.now();
  #drawnMs = 0;

  constructor(stderr: TextOutput, name: string, partCount: number) {
    this.#stderr = stderr;
    this.#name = escapeText(name);
    this.#hasOnePart = partCount === 1;
  }

  update(progress: ReadProgress): void {
    const nowMs = performance.now();
    const elapsedMs = nowMs - this.#startedMs;
    if (!this.#stderr.isTTY || elapsedMs < silentMs || nowMs - this.#drawnMs < refreshMs) return;
    this.#drawnMs = nowMs;
    const width = (this.#stderr.columns ?? 80) - 1;
    const facts = describeProgress(progress, elapsedMs, this.#hasOnePart);
    const name = cutMiddle(this.#name, Math.max(8, width - facts.length - 10), '..');
    this.#stderr.write(eraseLine + (wrap(`Reading ${name}: ${facts}`, width)[0] ?? ''));
  }

  clear(): void {
    if (this.#drawnMs > 0) this.#stderr.write(eraseLine);
    this.#drawnMs = 0;
  }
}

/** With several parts the whole size is not known before the last one is open, so no share and no time left are told. */
export function describeProgress(progress: ReadProgress, elapsedMs: number, totalIsKnown: boolean): string {
  const { storedBytesRead, storedBytesTotal, tasks } = progress;
  const rate = `${formatBytes((storedBytesRead / elapsedMs) * 1000)}/s`;
  const facts = [formatBytes(storedBytesRead), rate, `${formatCount(tasks)} tasks`];
  if (totalIsKnown && storedBytesTotal !== undefined && storedBytesTotal > 0) {
    const share = Math.min(1, storedBytesRead / storedBytesTotal);
    facts[0] = `${formatBytes(storedBytesRead)} of ${formatBytes(storedBytesTotal)} (${formatShare(share)})`;
    if (share > 0) facts.push(`${formatDuration((elapsedMs / share) * (1 - share))} left`);
  }
  return facts.join(', ');
}
