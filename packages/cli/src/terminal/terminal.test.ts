import { describe, expect, it } from 'vitest';
import { chooseColor, chooseUnicode, chooseWidth } from './terminal.ts';

const terminal = { isTTY: true, columns: 100 };
const pipe = { isTTY: false };

describe('width', () => {
  it.each([
    ['what was asked for', pipe, 132, 132],
    ['the terminal', terminal, undefined, 100],
    ['no more than 160', { isTTY: true, columns: 250 }, undefined, 160],
    ['80 in a pipe', pipe, undefined, 80],
    ['80 on a terminal that does not say', { isTTY: true, columns: 0 }, undefined, 80],
  ])('%s', (_what, output, wanted, width) => {
    expect(chooseWidth(output, wanted)).toBe(width);
  });
});

describe('colour', () => {
  it.each([
    ['on a terminal', terminal, 'auto', {}, true],
    ['not in a pipe', pipe, 'auto', {}, false],
    ['not when NO_COLOR is set', terminal, 'auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['an empty NO_COLOR says nothing', terminal, 'auto', { NO_COLOR: '' }, true],
    ['in a pipe with FORCE_COLOR', pipe, 'auto', { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0 forbids', terminal, 'auto', { FORCE_COLOR: '0' }, false],
    ['not on a dumb terminal', terminal, 'auto', { TERM: 'dumb' }, false],
    ['the flag wins over all', pipe, 'always', { NO_COLOR: '1' }, true],
    ['in both directions', terminal, 'never', { FORCE_COLOR: '1' }, false],
  ] as const)('%s', (_what, output, choice, env, colored) => {
    expect(chooseColor(output, choice, env)).toBe(colored);
  });
});

describe('block characters', () => {
  it.each([
    ['a UTF-8 locale', { LANG: 'de_DE.UTF-8' }, 'linux', true],
    ['LC_ALL before LANG', { LC_ALL: 'C', LANG: 'de_DE.UTF-8' }, 'linux', false],
    ['a Latin-1 locale', { LANG: 'de_DE' }, 'linux', false],
    ['no locale, as in containers', {}, 'linux', true],
    ['the Linux console', { TERM: 'linux' }, 'linux', false],
    ['an old Windows console', {}, 'win32', false],
    ['Windows Terminal', { WT_SESSION: 'x' }, 'win32', true],
  ] as const)('%s', (_what, env, platform, unicode) => {
    expect(chooseUnicode(env, platform)).toBe(unicode);
  });
});
