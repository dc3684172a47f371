import { describe, expect, it } from 'vitest';
import { codeSpan, escapeMarkdown } from './escape-markdown.ts';

describe('text in Markdown', () => {
  it.each([
    ['emphasis', '*a* _b_ ~~c~~', '\\*a\\* \\_b\\_ \\~\\~c\\~\\~'],
    ['links and pictures', '![x](y) [z](javascript:1)', '!\\[x\\](y) \\[z\\](javascript:1)'],
    ['HTML', '<script>&amp;', '&lt;script&gt;&amp;amp;'],
    ['the end of a table cell', 'a|b', 'a\\|b'],
    ['line breaks', 'a\n\n# b', 'a # b'],
    ['a heading', '# a', '\\# a'],
    ['a list', '- a', '\\- a'],
    ['a numbered list', '1. a', '1\\. a'],
    ['a number', '1.5 s', '1.5 s'],
    ['code', 'a `b`', 'a \\`b\\`'],
    ['a mention and a reference', '@team #12', '@\u2060team #\u206012'],
    ['an address', 'https://x.example', 'https\u2060://x.example'],
    ['control characters', '\u001b[2J', '\\\\x1b\\[2J'],
  ])('cannot be %s', (_, text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });

  it('in code ends where the code ends', () => {
    expect(codeSpan('a`b')).toBe('`` a`b ``');
    expect(codeSpan('a|b')).toBe('`a\\|b`');
    expect(codeSpan('spark.x=1')).toBe('`spark.x=1`');
  });
});
