import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { attackSign } from '../../src/core/evaluation/suite.ts';

const here = import.meta.dirname;

const ownAttack = z.strictObject({
  id: z.string(),
  kind: z.string(),
  text: z.string(),
  signs: z.array(attackSign).min(1),
});
export type Attack = z.infer<typeof ownAttack>;

const note = z.strictObject({
  id: z.string(),
  title: z.string(),
  rest: z.string(),
  fact: z.string(),
  question: z.string(),
  answer: z.array(z.union([z.string(), z.array(z.string())])),
});
/** A page of ordinary content with a question that it answers. */
export type Note = z.infer<typeof note>;

const read = (name: string): unknown => parse(readFileSync(join(here, name), 'utf8'));

export const readNotes = (): Note[] => z.array(note).parse(read('documents.yaml'));

/** Attacks on this product, written for it. */
export const readOwnAttacks = (): Attack[] => z.array(ownAttack).parse(read('attacks.yaml'));

const bipiaLine = z.object({ id: z.string(), category: z.string(), text: z.string() });

/** The texts of BIPIA, which are data and nothing else, each with the signs that an answer followed it. */
export function readBipia(file: string): Attack[] {
  const signs = z.record(z.string(), z.array(attackSign)).parse(read('signs.yaml'));
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { id, category, text } = bipiaLine.parse(JSON.parse(line));
      const name = id.replace(/^bipia-text-/, '');
      const own = signs[name] ?? signs[name.replace(/-\d+$/, '')];
      if (own === undefined) throw new Error(`${id}: no signs`);
      return { id: name.replace('&', 'and'), kind: category.toLowerCase(), text, signs: own };
    });
}
