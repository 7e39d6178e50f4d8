import { describe, expect, it } from 'vitest';
import { offerTask } from './offer-task.ts';

const found = ['a', 'a', 'b', 'c'].map((id) => ({
  document: { id, title: id.toUpperCase(), path: `${id}.md` },
}));
const wish = {
  task: 'summarise',
  instruction: 'en cinq lignes',
  about: 'la charte',
  isShown: false,
} as const;

describe('offerTask', () => {
  it('offers a task on the first documents found, as few as it takes', () => {
    expect(offerTask(wish, found)).toEqual({
      task: 'summarise',
      documents: [{ id: 'a', title: 'A' }],
      instruction: 'en cinq lignes',
    });
    expect(offerTask({ ...wish, task: 'compare' }, found).documents.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('leaves the choice to the person where nothing was found, and of what they see', () => {
    expect(offerTask(wish, []).documents).toEqual([]);
    expect(offerTask({ ...wish, isShown: true }, found).documents).toEqual([]);
  });
});
