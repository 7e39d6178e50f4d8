import { expect, it } from 'vitest';
import type { WorkDocument } from '../../../shared/api/types.ts';
import { buildFolderTree } from './folder-tree.ts';

const aDocument = (path: string): WorkDocument => ({
  id: path,
  title: path,
  path,
  space: 's',
  version: 1,
  language: 'fr',
  modifiedAt: '2026-01-01T00:00:00Z',
  url: null,
  state: 'searchable',
  reason: null,
  mediaType: 'text/plain',
  bytes: 1,
  author: null,
  pages: null,
  warnings: [],
  labels: [],
  sensitivity: 'interne',
  canDelete: false,
});

it('groups by folder, keeps the order and counts what lies below', () => {
  const tree = buildFolderTree(['a/1.txt', 'a/b/2.txt', 'c/3.txt', '4.txt'].map(aDocument));
  expect(tree.documents.map(({ id }) => id)).toEqual(['4.txt']);
  expect(tree.folders.map(({ name, count }) => [name, count])).toEqual([
    ['a', 2],
    ['c', 1],
  ]);
  expect(tree.folders[0]?.folders[0]?.documents[0]?.id).toBe('a/b/2.txt');
  expect(tree.count).toBe(4);
});

it('leaves out a chain of single folders at the top', () => {
  const tree = buildFolderTree(['x/y/a/1.txt', 'x/y/b/2.txt'].map(aDocument));
  expect(tree.folders.map(({ path }) => path)).toEqual(['/x/y/a', '/x/y/b']);
});

it('leaves out the folder named like the space, also beside added files', () => {
  const tree = buildFolderTree(['added.txt', 's/0.txt', 's/a/1.txt'].map(aDocument));
  expect(tree.folders.map(({ path }) => path)).toEqual(['/s/a']);
  expect(tree.documents.map(({ id }) => id)).toEqual(['s/0.txt', 'added.txt']);
  expect(tree.count).toBe(3);
});

it('keeps a single folder beside files of its own', () => {
  const tree = buildFolderTree(['0.txt', 'annexes/1.txt'].map(aDocument));
  expect(tree.folders.map(({ name }) => name)).toEqual(['annexes']);
});

it('R43: keeps folders named like properties of objects as plain names', () => {
  const tree = buildFolderTree(['__proto__/1.txt', 'constructor/2.txt'].map(aDocument));
  expect(tree.folders.map(({ name, count }) => [name, count])).toEqual([
    ['__proto__', 1],
    ['constructor', 1],
  ]);
});
