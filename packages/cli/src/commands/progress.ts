import { formatBytes, formatCount, formatDuration, formatShare, type ReadProgress } from '@cinderlog/core';
import type { TextOutput } from '../io.ts';
import { escapeText } from '../terminal/escape.ts';
import type * as fit from '../terminal/fit.ts';

type Fit = typeof fit;

/** Work that is done before anybody wonders needs no progress. */
const silentMs = 500;
const refreshMs = 100;
const eraseLine = '\r\u001b[K';

/** Shows on one line of a terminal how far reading has come, and wipes it away at the end. Pipes and files get nothing. */
export class ProgressLine {
  readonly #stderr: TextOutput;
  readonly #name: string;
  readonly #position: string;
  /** None where nobody looks on. */
  readonly #fit: Fit | undefined;
  readonly #startedMs = performance.now();
  #drawnMs = 0;

  /** `position` is the place of this log among several: `3 of 46`. */
  static async open(stderr: TextOutput, name: string, position: string): Promise<ProgressLine> {
    // What measures texts takes a while to load, and only a terminal needs it.
    return new ProgressLine(stderr, name, position, stderr.isTTY ? await import('../terminal/fit.ts') : undefined);
  }

  private constructor(stderr: TextOutput, name: string, position: string, fit: Fit | undefined) {
    this.#stderr = stderr;
    this.#name = escapeText(name);
    this.#fit = fit;
    this.#position = position === '1 of 1' ? '' : ` (${position})`;
  }

  update(progress: ReadProgress): void {
    const nowMs = performance.now();
    if (nowMs - this.#drawnMs < refreshMs) return;
    this.#draw('Reading', `: ${describeProgress(progress, nowMs - this.#startedMs)}`, nowMs);
  }

  /** What is being done now, for work that cannot tell how far it is. */
  say(verb: string): void {
    this.#draw(verb, ' …', performance.now());
  }

  clear(): void {
    if (this.#drawnMs > 0) this.#stderr.write(eraseLine);
    this.#drawnMs = 0;
  }

  #draw(verb: string, facts: string, nowMs: number): void {
    if (this.#fit === undefined || nowMs - this.#startedMs < silentMs) return;
    this.#drawnMs = nowMs;
    const width = (this.#stderr.columns ?? 80) - 1;
    const taken = verb.length + 1 + this.#position.length + facts.length;
    const name = this.#fit.cutMiddle(this.#name, Math.max(8, width - taken), '..');
    this.#stderr.write(eraseLine + this.#fit.cutEnd(`${verb} ${name}${this.#position}${facts}`, width, ''));
  }
}

/** `412 MiB of 1.2 GiB (33.5 %), 96 MiB/s, 120,400 tasks, 8.5 s left`; without a known size, what has been read. */
export function describeProgress(progress: ReadProgress, elapsedMs: number): string {
  const { storedBytesRead, storedBytesTotal, tasks } = progress;
  const rate = `${formatBytes((storedBytesRead / elapsedMs) * 1000)}/s`;
  const facts = [formatBytes(storedBytesRead), rate, `${formatCount(tasks)} tasks`];
  if (storedBytesTotal !== undefined && storedBytesTotal > 0) {
    const share = Math.min(1, storedBytesRead / storedBytesTotal);
    facts[0] = `${formatBytes(storedBytesRead)} of ${formatBytes(storedBytesTotal)} (${formatShare(share)})`;
    if (share > 0) facts.push(`${formatDuration((elapsedMs / share) * (1 - share))} left`);
  }
  return facts.join(', ');
}
