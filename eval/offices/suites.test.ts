import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareCorpus } from '../run/prepare-corpus.ts';
import { readSuites } from '../suite/read-suites.ts';

const suites = readSuites(import.meta.dirname);

test.each(suites)('the documents of $suite have a space to be read into', async ({ corpus }) => {
  const { organisation, folders } = await prepareCorpus(corpus ?? {}, import.meta.dirname, '');
  expect(folders.map(({ space }) => space).filter((space) => !(space in organisation.spaces))).toEqual([]);
  expect(folders).toHaveLength(1);
});

test.each(suites)('$suite asks about each of its documents, and about no other', ({ corpus, questions }) => {
  const folder = join(import.meta.dirname, corpus?.folders?.[0]?.folder ?? '');
  const asked = new Set(questions.flatMap(({ documents = [] }) => documents));
  expect(existsSync(folder)).toBe(true);
  expect([...asked].toSorted()).toEqual(readdirSync(folder).toSorted());
  expect(questions.filter(({ abstain }) => abstain)).toHaveLength(25);
});
