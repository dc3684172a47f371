import type { SetLimits, Suppression } from '@cinderlog/core';
import type { CheckSettings } from './config-schema.ts';

/** What a configuration says to a command, besides its flags. */
export interface Settings {
  readonly checks: CheckSettings;
  readonly findings: {
    readonly limits: SetLimits;
    readonly suppressions: readonly Suppression[];
  };
  /** Suppressions that no longer hold: what they were for, and a sentence with their place. */
  readonly expired: readonly { readonly about: string; readonly sentence: string }[];
}

export const noSettings: Settings = { checks: {}, findings: { limits: {}, suppressions: [] }, expired: [] };
