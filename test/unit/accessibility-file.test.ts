import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (name: string) => readFile(join(root, 'docs', `${name}.fr.md`), 'utf8');
const file = await read('accessibilite');
const parts = await Promise.all(['1-5', '6-10', '11-13'].map((part) => read(`accessibilite-${part}`)));

/** How many criteria each theme of RGAA 4.1 has. */
const themes = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12];

const rows = parts
  .flatMap((part) => part.split('\n'))
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, number = '', , sidebar = '', console = '', demo = '', proof = '']) => ({
    number,
    statuses: { Barre: sidebar, Console: console, Démo: demo },
    proof,
  }));

it('R91: the file has the 106 criteria, each once and in order', () => {
  const expected = themes.flatMap((count, theme) =>
    Array.from({ length: count }, (_, at) => `${theme + 1}.${at + 1}`),
  );
  expect(rows.map(({ number }) => number)).toEqual(expected);
  expect(rows).toHaveLength(106);
});

it('R91: each status is one of four, each has its reason, and the sums of the first page are theirs', () => {
  for (const { number, statuses, proof } of rows) {
    expect(proof, number).not.toBe('');
    for (const status of Object.values(statuses)) expect(['C', 'NC', 'NA', 'H'], number).toContain(status);
  }
  for (const part of ['Barre', 'Console', 'Démo'] as const) {
    const count = (wanted: string) => rows.filter(({ statuses }) => statuses[part] === wanted).length;
    expect(file).toContain(`| ${part} | ${['C', 'NC', 'NA', 'H'].map(count).join(' | ')} |`);
  }
});

it('R91: what a person must look at, and what is not so, is told by its number', () => {
  const section = (title: string) => file.slice(file.indexOf(`## ${title}`)).split('\n## ')[0] ?? '';
  const numbersIn = (text: string) => new Set(text.match(/\b\d{1,2}\.\d{1,2}\b/g));
  const withStatus = (wanted: string) =>
    rows.filter(({ statuses }) => Object.values(statuses).includes(wanted)).map(({ number }) => number);
  expect([...numbersIn(section('Ce qu’une personne doit vérifier'))].sort()).toEqual(withStatus('H').sort());
  expect([...numbersIn(section('Ce qui n’est pas conforme'))].sort()).toEqual(withStatus('NC').sort());
});

it('the tests that it names are there', () => {
  const named = [...file.matchAll(/`((?:test|web)\/[^`]+)`/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(6);
  for (const path of named) expect(existsSync(join(root, path)), path).toBe(true);
});
