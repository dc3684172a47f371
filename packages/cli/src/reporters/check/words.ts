import type { Check } from '@cinderlog/core';

export const statusWords: Readonly<Record<Check['status'], string>> = {
  passed: 'passed',
  warned: 'warning',
  failed: 'failed',
};
