import type { Turn } from '../support/providers/fixture.ts';
import { smallModel } from '../support/providers/small-model.ts';

/** A sentence of an answer, with words that the extract holds which it is cited from; `null`: one that nothing proves. */
type Sentence = readonly [text: string, words: string | null];

/** Answers of the guide, by words of their question. */
const answers: readonly (readonly [question: RegExp, sentences: readonly Sentence[]])[] = [
  [
    /jours de télétravail/,
    [
      [
        'Un agent à temps complet peut télétravailler 2 jours fixes par semaine au plus',
        'Temps complet ou 90',
      ],
      ['Trois jours de présence sur site sont obligatoires chaque semaine', 'Trois jours de présence'],
    ],
  ],
  [
    /versé par jour/,
    [
      ['Un forfait de 2,88 € par jour télétravaillé est versé', '2,88 €'],
      ['Il est limité à 300 € par an', '2,88 €'],
    ],
  ],
];

/** What a model would answer, for the pictures of the guide: it cites the extracts in which its words stand. */
export function scriptedModel(turns: readonly Turn[]): readonly string[] {
  const asked = turns.at(-1)?.content ?? '';
  const extracts = asked.split(/\n(?=\[\d+\] )/);
  const question = asked.slice(asked.lastIndexOf('<<<'));
  const found = answers.find(([words]) => words.test(question));
  // What it is told to write where the extracts do not say it.
  const notFound = /^Rappel.*?écrivez seulement : (.+)$/m.exec(asked)?.[1];
  if (found === undefined) return notFound === undefined ? smallModel(turns) : [notFound];
  return found[1].flatMap(([text, words]) => {
    const extract = extracts.find((one) => words !== null && one.includes(words));
    const number = /\[(\d+)\] /.exec(extract ?? '')?.[1];
    return `${text}${number === undefined ? '' : ` [${number}]`}. `.match(/.{1,6}/gsu) ?? [];
  });
}
