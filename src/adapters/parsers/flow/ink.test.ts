import { describe, expect, test } from 'vitest';
import { type Ink, isInvisible, paper } from './ink.ts';

describe('R37: isInvisible', () => {
  test.each<[string, Ink, string, boolean]>([
    ['nothing said', {}, paper, false],
    ['automatic colour', { colour: 'auto' }, '000000', false],
    ['white on paper', { colour: 'ffffff' }, paper, true],
    ['almost white on paper', { colour: 'F7F7F7' }, paper, true],
    ['pale grey on paper', { colour: 'E0E0E0' }, paper, false],
    ['white on blue', { colour: 'FFFFFF' }, '000091', false],
    ['white on its own background', { colour: 'FFFFFF', background: '000091' }, paper, false],
    ['blue on its own blue', { colour: '000091', background: '000091' }, paper, true],
    ['white on what is not known', { colour: 'FFFFFF' }, 'unknown', false],
    ['switched off', { hidden: true }, 'unknown', true],
    ['half a point', { points: 0.5 }, paper, true],
    ['small print', { points: 4 }, paper, false],
  ])('%s', (_, ink, backdrop, expected) => {
    expect(isInvisible(ink, backdrop)).toBe(expected);
  });
});
