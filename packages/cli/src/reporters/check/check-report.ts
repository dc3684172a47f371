import type { JobCheck } from '@cinderlog/core';

/** What every format of `check` and `compare` is made from. */
export interface CheckReport {
  readonly schemaVersion: 1;
  readonly kind: 'check' | 'compare';
  readonly status: JobCheck['status'];
  readonly jobs: readonly JobCheck[];
  /** Inputs that could not be read, so that nobody takes silence for success. */
  readonly unreadableInputs: boolean;
}
