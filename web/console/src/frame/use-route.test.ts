import { describe, expect, it } from 'vitest';
import { readRoute, routeTo } from './use-route.ts';

describe('places in the console', () => {
  it('come back as they were said, whatever an id holds', () => {
    const route = ['models', 'a/b é%#?'];
    expect(readRoute(routeTo(...route))).toEqual(route);
  });

  it('are the first page when nothing, or nothing that can be read, is said', () => {
    expect(['', '#', '#/', '#/%E0%A4%A'].map(readRoute)).toEqual([[], [], [], []]);
  });
});
