import { expect, it } from 'vitest';
import { tasksOff } from './task.ts';

it('leaves what quotations can stand for where there is no language model', () => {
  expect(tasksOff(false)).toEqual(['compare', 'draft']);
  expect(tasksOff(true)).toEqual([]);
});
