import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aSource } from '../../../test/support/a-passage.ts';
import type { AnswerEvent, Source } from './answer.ts';
import { rateQuotes } from './rate-quotes.ts';
import { writeQuotes } from './write-quotes.ts';

const nn = '\u202f';

function write(question: string, sources: readonly Source[], { isSure = true } = {}) {
  const events: AnswerEvent[] = [];
  const writing = writeQuotes(rateQuotes(question, sources), sources, { language: 'fr', isSure });
  for (;;) {
    const { value, done } = writing.next();
    if (done) return { ...value, events };
    events.push(value);
  }
}

describe('an answer in quotations', () => {
  test('quotes the sentence that answers, with its source', () => {
    const { text, sentences } = write('À quelle heure ferme la piscine ?', [
      aSource({
        text: 'La piscine municipale est rue des Lilas. La piscine ferme à 19 h. Le gymnase reste ouvert.',
      }),
    ]);
    expect(sentences[0]).toEqual({ text: 'La piscine ferme à 19 h.', citations: [1], support: 'supported' });
    expect(text).toBe(`Voici ce que disent les documents${nn}:\n\n«${nn}La piscine ferme à 19 h.${nn}» [1]`);
  });

  test('one paragraph for each source, in their order', () => {
    const { text, sentences, events } = write('Quel est le tarif de la cantine ?', [
      aSource({ n: 1, text: 'Le tarif de la cantine est de 3,20 €.' }),
      aSource({ n: 2, text: 'Le gymnase est fermé.', score: 0.1 }),
      aSource({ n: 3, text: 'La cantine applique un tarif selon le quotient familial.', score: 0.9 }),
    ]);
    expect(sentences.map(({ citations }) => citations)).toEqual([[1], [3]]);
    expect(text.split('\n\n').slice(1)).toEqual([
      `«${nn}Le tarif de la cantine est de 3,20 €.${nn}» [1]`,
      `«${nn}La cantine applique un tarif selon le quotient familial.${nn}» [3]`,
    ]);
    const streamed = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
    expect(streamed).toBe(text);
    for (const event of events)
      if (event.type === 'citation')
        expect(text.slice(event.position)).toMatch(new RegExp(`^\\[${event.n}\\]`));
  });

  test('quotations of several documents of one family say which one they are of', () => {
    const tariff = (n: number, year: number, path: string, title = `Tarifs ${year}`) =>
      aSource({
        n,
        text: `Le tarif de la cantine est de ${n},20 €.`,
        document: { id: `d${n}`, title, path },
      });
    const question = 'Quel est le tarif de la cantine ?';
    expect(write(question, [tariff(1, 2025, 'a.pdf'), tariff(2, 2026, 'b.pdf')]).text).toContain(
      `Tarifs 2025${nn}: «${nn}Le tarif de la cantine est de 1,20 €.${nn}» [1]\n\nTarifs 2026${nn}: «`,
    );
    const sameTitle = [
      tariff(1, 2025, 'tarifs/2025.pdf', 'Tarifs'),
      tariff(2, 2026, 'tarifs/2026.pdf', 'Tarifs'),
    ];
    expect(write(question, sameTitle).text).toContain(`\n\nTarifs (2026.pdf)${nn}: «`);
    const others = [tariff(1, 2025, 'a.pdf'), tariff(2, 2026, 'b.pdf', 'Budget')];
    expect(write(question, others).text).not.toContain('Budget');
  });

  test('R38: markup that a document writes out is no markup of the answer; its sentence stays verbatim', () => {
    const words = 'La piscine ferme à 19 h, voir ![plan](https://evil.example/p.png) et <img src=x> en [2]';
    const { text, sentences } = write('À quelle heure ferme la piscine ?', [aSource({ text: `${words}.` })]);
    expect(sentences[0]).toMatchObject({ text: `${words}.`, support: 'supported' });
    expect(text).toContain('voir [plan] (https://evil.example/p.png) et ‹img src=x> en (2).');
  });

  test('a row of a table is readable, its sentence is verbatim', () => {
    const { text, sentences } = write('Quel est le prix du tarif A ?', [
      aSource({ text: '| Tarif | Prix |\n| A | 12 € |\n| B | 14 € |', headings: ['Tarifs'] }),
    ]);
    expect(sentences[0]?.text).toBe('| A | 12 € |');
    expect(text).toContain(`Tarif${nn}: Prix\nA${nn}: 12 €\nB${nn}: 14 €`);
    const one = write('Quel est le prix du tarif A ?', [aSource({ text: '| Tarif | Prix |\n| A | 12 € |' })]);
    expect(one.text).toContain(`A${nn}: Prix${nn}: 12 €`);
  });

  test('an item comes with its introduction, an introduction with its items', () => {
    const source = aSource({
      text: 'Le service ouvre à 9 h.\nPour une carte d’identité, il faut fournir :\n- une photo récente\n- un acte de naissance',
    });
    const all = ['Pour une carte d’identité, il faut fournir :', 'une photo récente', 'un acte de naissance'];
    const asked = write('Que faut-il fournir pour une carte d’identité ?', [source]);
    expect(asked.sentences.map(({ text }) => text)).toEqual(all);
    expect(asked.text).toContain('fournir :\n– une photo récente\n– un acte de naissance');
    const item = write('Une photo récente est-elle demandée ?', [source]);
    expect(item.sentences.map(({ text }) => text)).toEqual(expect.arrayContaining(all.slice(0, 2)));
  });

  test('where it is not sure, a list that is read in one piece with what follows it keeps its lines', () => {
    const text = 'Prévenir :\n- la mairie\n- le préfet\nLe maire décide ensuite.';
    const { text: written } = write('Qui prévenir ?', [aSource({ text })], { isSure: false });
    expect(written).toContain(`«${nn}Prévenir :\n– la mairie\n– le préfet\nLe maire décide ensuite.${nn}»`);
    const list = write('Le préfet ?', [aSource({ text: '- la mairie\n- le préfet' })], { isSure: false });
    expect(list.text).toContain(`«${nn}– la mairie\n– le préfet${nn}»`);
  });

  test('a number of the question is looked for in the brackets of a table', () => {
    const text =
      '| Tranche | Quotient familial | Repas |\n| --- | --- | --- |\n| A | jusqu’à 400 € | 1,00 € |\n| B | de 401 € à 700 € | 2,05 € |\n' +
      '| C | de 701 € à 1 000 € | 3,25 € |\n| D | plus de 1 000 € | 4,10 € |';
    const row = (question: string) => write(question, [aSource({ text })]).sentences.map((one) => one.text);
    expect(row('Combien coûte le repas pour un quotient familial de 850 € ?')).toEqual([
      '| C | de 701 € à 1 000 € | 3,25 € |',
    ]);
    expect(row('Quel est le prix du repas avec un quotient familial de 1 400 € ?')).toEqual([
      '| D | plus de 1 000 € | 4,10 € |',
    ]);
    expect(row('prix du repas pour un QF de 850')).toEqual(['| C | de 701 € à 1 000 € | 3,25 € |']);
  });

  test('asked what something is, the sentence that says it is quoted before others that have its words', () => {
    const says = 'Le télétravail désigne toute forme de travail exercée hors des locaux.';
    const others = ['Le télétravail est demandé en septembre.', 'Le télétravail cesse à la demande du chef.']
      .concat('Le télétravail ne se cumule pas.', 'Le télétravail figure au planning.')
      .join(' ');
    const quoted = (question: string) =>
      write(question, [aSource({ text: `${others} ${says}` })]).sentences.map(({ text }) => text);
    expect(quoted('Télétravail')).not.toContain(says);
    expect(quoted('Qu’est-ce que le télétravail ?')).toContain(says);
  });

  test('the names of columns speak for a row, before passages that say less of it', () => {
    const { sentences } = write('Combien touche un agent d’astreinte le week-end ?', [
      aSource({
        n: 1,
        text: 'Rapport annuel – service de l’eau – 20 août 2026\n\nLe taux d’impayés est de 1,7 %.',
      }),
      aSource({
        n: 2,
        score: 0.5,
        headings: ['Astreintes'],
        text: '| Type | Semaine complète | Week-end |\n| --- | --- | --- |\n| Exploitation | 159,20 € | 116,20 € |',
      }),
    ]);
    expect(sentences.map(({ text }) => text)).toEqual(['| Exploitation | 159,20 € | 116,20 € |']);
  });

  test('what stands between two quoted sentences is quoted with them when it is short', () => {
    const quoted = (between: string) =>
      write('Quel est le délai de convocation du conseil municipal ?', [
        aSource({
          text: `Le conseil municipal est convoqué par le maire. ${between} Le délai de convocation du conseil est ramené à un jour en cas d’urgence.`,
        }),
      ]).text;
    const short = 'Les pièces sont adressées cinq jours francs avant.';
    expect(quoted(short)).toContain(`maire. ${short} Le délai`);
    expect(quoted(`${short} ${'On y joint une note. '.repeat(20).trim()}`)).toContain('(…)');
  });

  test('a short list of which two items are quoted is whole', () => {
    const steps = [
      'Prévenir l’accueil dans l’heure.',
      'Faire désactiver le badge perdu.',
      'Remplir le formulaire F-17.',
      'Retirer le nouveau badge à l’accueil, contre le badge perdu.',
    ];
    const text = `Marche à suivre\n\n${steps.map((step, at) => `${at + 1}. ${step}`).join('\n')}`;
    const { sentences } = write('J’ai perdu mon badge, que faire ?', [aSource({ text })]);
    expect(sentences.map((one) => one.text)).toEqual(steps);
  });

  test('of a table with brackets only the row that has the number is quoted, also where it is not sure', () => {
    const rows = [
      '| jusqu’à 700 € | 2,05 € |',
      '| de 701 € à 1 000 € | 3,25 € |',
      '| plus de 1 000 € | 4,10 € |',
    ];
    const text = ['| Quotient | Repas |', '| --- | --- |', ...rows].join('\n');
    for (const isSure of [true, false]) {
      const { sentences } = write('Combien pour un quotient de 850 € ?', [aSource({ text })], { isSure });
      expect(sentences.map((one) => one.text)).toEqual([rows[1]]);
    }
  });

  test('a letterhead and what holds no word of the question are quoted for want of better alone', () => {
    const quoted = (text: string) =>
      write('Combien de jours de formation un agent de la régie a-t-il ?', [aSource({ text })]).sentences.map(
        ({ text }) => text,
      );
    const letterhead = 'Régie de l’eau – formation – 5 janvier 2026';
    const aside = 'Le rapport compte 12 pages.';
    const answer = 'Chaque agent a cinq jours de formation par an.';
    expect(quoted(`${letterhead}\n\n${aside}\n\n${answer}`)).toEqual([answer]);
    expect(quoted(letterhead)).toEqual([letterhead]);
    expect(quoted(aside)).toEqual([aside]);
  });

  test('a small table of two columns is whole once two of its rows are quoted; a wide one is not', () => {
    const rows = (text: string) =>
      write('Où ont lieu la rencontre des maires et les délibérations des maires ?', [
        aSource({ text }),
      ]).sentences.map((one) => one.text);
    const calendar = [
      '| Rencontre des maires | 15 décembre 2026 |',
      '| Délibérations des maires | octobre 2027 |',
      '| Création de la commune nouvelle | 1er janvier 2028 |',
    ];
    expect(rows(['| Étape | Date |', '| --- | --- |', ...calendar].join('\n'))).toEqual(calendar);
    const wide = calendar.map((row) => `${row} salle des fêtes |`);
    expect(rows(['| Étape | Date | Lieu |', '| --- | --- | --- |', ...wide].join('\n'))).toEqual(
      wide.slice(0, 2),
    );
  });

  test('where it is not sure, the passage found first is read around its best piece, and three others at most stand beside it', () => {
    const lost = [
      'Un badge perdu est signalé à l’accueil.',
      'Il est remplacé sous deux jours.',
      'La première fois, rien n’est demandé ; ensuite douze euros sont retenus.',
    ];
    const sources = [
      aSource({
        n: 1,
        text: `${lost.join(' ')} ${'Le bâtiment est fermé la nuit par un vigile. '.repeat(14)}`,
      }),
      ...[
        'Un badge perdu ouvre encore le garage.',
        'Qui a perdu son badge prévient le vigile.',
        'Le parking refuse un badge déclaré perdu.',
        'Perdu ou volé, le badge de la salle est bloqué.',
      ].map((text, at) => aSource({ n: at + 2, score: 0.8, text })),
    ];
    const quoted = (isSure: boolean) =>
      write('J’ai perdu mon badge, combien je dois ?', sources, { isSure }).sentences;
    expect(quoted(true).map(({ text }) => text)).not.toContain(lost[2]);
    const first = quoted(false).filter(({ citations }) => citations.includes(1));
    const beside = quoted(false).filter(({ citations }) => !citations.includes(1));
    expect(first.slice(0, 3).map(({ text }) => text)).toEqual(lost);
    expect(first.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(500);
    expect(beside).toHaveLength(3);
  });

  test('does not say the same twice', () => {
    const same = 'Le tarif de la cantine est de 3,20 €.';
    const { sentences } = write('Quel est le tarif de la cantine ?', [
      aSource({ n: 1, text: same }),
      aSource({ n: 2, text: same }),
    ]);
    expect(sentences).toHaveLength(1);
  });

  test('a number in brackets in a document is not shown as a citation', () => {
    const { text, sentences } = write('Qui est le maire ?', [
      aSource({ text: 'Le maire est Jeanne Roux [2].' }),
    ]);
    expect(sentences[0]?.text).toBe('Le maire est Jeanne Roux [2].');
    expect(text).toContain('Jeanne Roux (2).');
  });

  test('prefers a sentence with a number when one is asked for', () => {
    const { sentences } = write('Combien coûte l’inscription au conservatoire ?', [
      aSource({
        text: 'L’inscription au conservatoire se fait en mairie. L’inscription au conservatoire est à 90 €.',
      }),
    ]);
    expect(
      sentences[0]?.text === 'L’inscription au conservatoire est à 90 €.' || sentences.length === 2,
    ).toBe(true);
    expect(sentences.map(({ text }) => text)).toContain('L’inscription au conservatoire est à 90 €.');
  });

  test('a question in a document announces its answer and is not quoted itself', () => {
    const text = 'Puis-je modifier mon signalement ? Non, il faut en faire un autre. Le service est gratuit.';
    const { sentences } = write('Comment modifier mon signalement ?', [aSource({ text })]);
    expect(sentences[0]?.text).toBe('Non, il faut en faire un autre.');
    expect(sentences.map((sentence) => sentence.text)).not.toContain('Puis-je modifier mon signalement ?');
  });

  test('a passage of questions and headings alone is quoted as it is', () => {
    const { sentences } = write('Où ?', [aSource({ text: 'Où voter ?' })]);
    expect(sentences.map((sentence) => sentence.text)).toEqual(['Où voter ?']);
  });

  test('has something to quote even when no word is shared', () => {
    const { sentences } = write('Opening hours?', [aSource({ text: 'La cantine ouvre à midi.' })]);
    expect(sentences.map(({ text }) => text)).toEqual(['La cantine ouvre à midi.']);
  });

  test('every sentence shown occurs word for word in the text of its source', () => {
    const piece = fc.constantFrom(
      'La cantine ouvre à midi. ',
      'Le tarif est de 3 €. ',
      'Il faut :\n',
      '\n- une photo\n',
      '| Tarif | Prix |\n| A | 3 € |\n',
      '\n\nHoraires\n\n',
      'Vu [1] le code. ',
    );
    const source = fc.array(piece, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(source, { minLength: 1, maxLength: 6 }), fc.boolean(), (texts, isSure) => {
        const sources = texts.map((pieces, index) => aSource({ n: index + 1, text: pieces.join('') }));
        const { sentences, text } = write('Quel est le tarif de la cantine ?', sources, { isSure });
        for (const sentence of sentences) {
          const [n] = sentence.citations;
          expect(sources.find((one) => one.n === n)?.text).toContain(sentence.text);
          expect(text).toContain(`[${n}]`);
        }
      }),
      { numRuns: 300 },
    );
  });
});
