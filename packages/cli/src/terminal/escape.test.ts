import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeJson, escapeLines, escapeText } from './escape.ts';

describe('text from a log', () => {
  it.each([
    ['colour codes', '\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['a window title', '\u001b]0;owned\u0007', '\\x1b]0;owned\\x07'],
    ['the one-byte form of an escape sequence', '\u009b2J', '\\x9b2J'],
    ['a bell, a backspace and a delete', 'a\u0007b\bc\u007f', 'a\\x07b\\x08c\\x7f'],
    ['a right-to-left override', 'safe\u202egnp.exe', 'safe\\u{202e}gnp.exe'],
    ['an isolate', '\u2066x\u2069', '\\u{2066}x\\u{2069}'],
    ['a byte order mark', '\ufeffx', '\\u{feff}x'],
    ['a soft hyphen', 'a\u00adb', 'a\\xadb'],
    ['invisible tags', 'a\u{e0041}', 'a\\u{e0041}'],
    ['half of a surrogate pair', 'a\ud800b', 'a\\u{d800}b'],
    ['line breaks of all kinds', 'a\r\nb\nc\u2028d\u0085e\vf', 'a b c d e f'],
    ['zero-width joiners', 'a\u200db\u200bc', 'abc'],
    ['letters of other scripts', 'Größe 日本語 😀 עברית', 'Größe 日本語 😀 עברית'],
  ])('%s', (_what, hostile, shown) => {
    expect(escapeText(hostile)).toBe(shown);
  });

  it('keeps no more than three marks on a letter', () => {
    expect(escapeText(`e${'\u0301'.repeat(50)}x`)).toBe(`e${'\u0301'.repeat(3)}x`);
  });

  it('never lets a control or format character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
    );
  });

  it('keeps lines apart where they are wanted', () => {
    expect(escapeLines('one\r\ntwo\u001b\nthree')).toEqual(['one', 'two\\x1b', 'three']);
  });
});

describe('JSON', () => {
  it('means the same after escaping, and holds nothing that acts on a terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = escapeJson(JSON.stringify({ [text]: text }));
        expect(JSON.parse(json)).toEqual({ [text]: text });
        expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
    );
  });
});
