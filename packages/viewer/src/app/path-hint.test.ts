import { describe, expect, it } from 'vitest';
import { commandForPath, looksLikePath } from './path-hint.ts';

describe('a pasted text', () => {
  it.each(['/var/log/spark/app-1', '~/logs/app-1.zstd', 'C:\\logs\\app-1', './eventlog', 's3://bucket/logs/app-1'])(
    'names a place: %s',
    (text) => {
      expect(looksLikePath(text)).toBe(true);
    },
  );

  it.each(['stage 12', '/', 'a/b', '/a\n/b', ''])('names none: %j', (text) => {
    expect(looksLikePath(text)).toBe(false);
  });

  it('becomes a command that a shell reads as one word', () => {
    expect(commandForPath('/logs/app-1')).toBe('cinderlog view /logs/app-1');
    expect(commandForPath('file:///logs/app-1')).toBe('cinderlog view /logs/app-1');
    expect(commandForPath("/my logs/it's")).toBe("cinderlog view '/my logs/it'\\''s'");
    expect(commandForPath('/logs/$(reboot)')).toBe("cinderlog view '/logs/$(reboot)'");
  });
});
