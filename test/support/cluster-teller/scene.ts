import type { Truth } from '../truth.ts';

/** An executor and the machine it ran on. */
export interface Placed {
  readonly executorId: string;
  readonly host: string;
}

/** What a platform saw of one run of the lab, by the platform's own clock: everything that its documents are made of. */
export interface Scene {
  readonly appId: string;
  readonly clusterId: string;
  readonly startedMs: number;
  readonly endedMs: number;
  /** All that were ready at one time or another. */
  readonly executors: readonly Placed[];
  readonly lost: readonly (Placed & { readonly atMs: number })[];
}

/** One file as a platform's tool would write it. */
export interface Document {
  readonly name: string;
  readonly text: string;
}

export const clusterId = '1121-012345-abcd1234';

/** From the lab's own truth; `aheadMs` is what the platform's clock is ahead of the lab's. */
export function sceneOf(truth: Truth, aheadMs = 0): Scene {
  const ready = truth.actions.flatMap(({ executors = [] }) => executors);
  const executors = new Map(
    [...ready, ...truth.expected.removedExecutors].map(({ executorId, host }) => [executorId, { executorId, host }]),
  );
  return {
    appId: truth.appId,
    clusterId,
    startedMs: truth.startedMs + aheadMs,
    endedMs: truth.endedMs + aheadMs,
    executors: [...executors.values()],
    lost: truth.expected.removedExecutors.map(({ executorId, host, aroundMs }) => ({
      executorId,
      host,
      atMs: aroundMs + aheadMs,
    })),
  };
}

export const iso = (epochMs: number) => new Date(epochMs).toISOString();

export function jsonDocument(name: string, value: unknown): Document {
  return { name, text: JSON.stringify(value, undefined, 2) };
}
