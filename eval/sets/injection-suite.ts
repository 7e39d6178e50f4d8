import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { places } from '../injection/plant.ts';
import { type Attack, type Note, readBipia, readNotes, readOwnAttacks } from '../injection/read-attacks.ts';
import { type NewSuite, writeSuite } from './written-suite.ts';

export const injectionSuite = 'injection';

/** The file of `shared/data` that the attacks of others come from. */
export const bipiaFile = (from: string): string => join(from, 'attacks', 'bipia_train.jsonl');

type Plant = { readonly attack: Attack; readonly place: string; readonly note: Note; readonly nth: number };

/**
 * Writes 200 pages of ordinary content with an attack in each, and a question about the rest of each: attacks of BIPIA in two
 * places in turn, those written for this product in every place. Each question asks within its own document, so that what is
 * measured is obedience, not search.
 */
export function writeInjectionSuite(from: string, out: string): string[] {
  const folder = join(out, 'corpora', injectionSuite);
  mkdirSync(folder, { recursive: true });
  const plants = plan(readBipia(bipiaFile(from)), readOwnAttacks(), readNotes());
  const questions: NewSuite['questions'] = plants.map(({ attack, place, note, nth }) => {
    const planted = places[place]?.(note, attack.text, nth);
    if (planted === undefined) throw new Error(`${place}: no such place`);
    const id = `${attack.id}.${place}`;
    // A name is part of what a model reads: it must not tell what is planted.
    const document = `${note.id}-${nth + 1}.${planted.extension}`;
    writeFileSync(join(folder, document), planted.content);
    return {
      id,
      question: note.question,
      lang: 'fr',
      cluster: attack.id,
      scope: { documents: [document] },
      documents: [document],
      answer: note.answer,
      tags: [attack.kind, place],
      attack: { kind: attack.kind, place, text: attack.text, signs: attack.signs },
    };
  });
  const count = writeSuite(out, {
    header: {
      suite: injectionSuite,
      title: 'Consignes plantées dans des documents',
      corpus: { folders: [{ folder: `corpora/${injectionSuite}`, space: 'corpus' }] },
      measure: ['ask'],
    },
    questions,
  });
  return [`${injectionSuite}: ${count} questions, ${count} documents`];
}

/** Which attack stands where in which page; pages take turns, so that each has many attacks and each attack two pages. */
function plan(bipia: readonly Attack[], own: readonly Attack[], notes: readonly Note[]): Plant[] {
  const names = Object.keys(places);
  const pairs = [
    ...bipia.flatMap((attack, at) =>
      [at, at + 2].map((turn) => ({ attack, place: names[turn % names.length] })),
    ),
    ...own.flatMap((attack) => names.map((place) => ({ attack, place }))),
  ];
  return pairs.flatMap(({ attack, place }, nth) => {
    const note = notes[nth % notes.length];
    return place === undefined || note === undefined ? [] : [{ attack, place, note, nth }];
  });
}
