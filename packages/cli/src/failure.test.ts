import { describe, expect, it } from 'vitest';
import { AppError } from '@cinderlog/core';
import { fakeIo } from '../test-support/sample-run.ts';
import { reportFailure } from './failure.ts';

describe('failures', () => {
  it('that are expected are one sentence', () => {
    const { stderr } = fakeIo();
    expect(reportFailure(stderr, new AppError('input-missing', 'a.log does not exist.'), false)).toBe(3);
    expect(stderr.text).toBe('cinderlog: a.log does not exist.\n');
  });

  it('of our own say so, and show the stack only when asked', () => {
    const bug = new TypeError('x is undefined', { cause: new Error('deeper') });
    const { stderr } = fakeIo();
    expect(reportFailure(stderr, bug, false)).toBe(70);
    expect(stderr.text).toBe(
      'cinderlog: This is a bug in cinderlog: x is undefined Run again with --verbose and report what it prints.\n',
    );
    const verbose = fakeIo().stderr;
    expect(reportFailure(verbose, bug, true)).toBe(70);
    expect(verbose.text).toContain('failure.test.ts');
    expect(verbose.text).toContain('caused by Error: deeper');
  });

  it('may be anything that was thrown', () => {
    const { stderr } = fakeIo();
    expect(reportFailure(stderr, 'a bare text', false)).toBe(70);
    expect(stderr.text).toContain('a bare text');
  });
});
