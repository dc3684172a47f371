import { taskLayers, type RunIndex } from '@cinderlog/core';
import type { Highlight } from './highlight.ts';
import type { PlacedLane } from './lane-layout.ts';
import type { RunNames } from './run-names.ts';
import type { Theme } from './theme.ts';
import type { Viewport } from './viewport.ts';

/** What tells tasks apart by colour. */
export const colorModes = ['stage', 'status', 'host'] as const;
export type ColorMode = (typeof colorModes)[number];

/** What drawing needs to know besides the answers. */
export interface Scene {
  readonly index: RunIndex;
  readonly names: RunNames;
  readonly theme: Theme;
  readonly viewport: Viewport;
  readonly colorMode: ColorMode;
  readonly highlight: Highlight | undefined;
}

/** Codes of the layers of task lanes. */
export const taskLayer = Object.fromEntries(taskLayers.map((layer, code) => [layer, code])) as Record<
  (typeof taskLayers)[number],
  number
>;

/** The executor whose tasks a lane holds. */
export function executorOf(placed: PlacedLane, index: RunIndex): string | undefined {
  const [kind, number] = placed.key.split(':');
  return kind === 'executor' ? index.result.executors[Number(number)]?.id : undefined;
}
