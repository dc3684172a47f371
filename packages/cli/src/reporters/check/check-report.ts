import type { JobCheck } from '@cinderlog/core';

export interface SuppressedFinding {
  readonly run?: string;
  readonly id: string;
  readonly title: string;
  readonly reason: string;
  readonly expires: string;
}

/** What every format of `check` and `compare` is made from. */
export interface CheckReport {
  readonly schemaVersion: 1;
  readonly kind: 'check' | 'compare';
  readonly status: JobCheck['status'];
  readonly jobs: readonly JobCheck[];
  /** Findings that the configuration says to be known: not counted by any limit. */
  readonly suppressedFindings: readonly SuppressedFinding[];
  /** Inputs that could not be read, so that nobody takes silence for success. */
  readonly unreadableInputs: boolean;
}
