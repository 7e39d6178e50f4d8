import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ParsedBlock } from '../parsed-document.ts';
import { findSensitivityMentions, restricts } from './find-sensitivity-mentions.ts';
import { markings } from './sensitivity-markings.ts';

const paragraph = (text: string): ParsedBlock => ({ kind: 'paragraph', text });
const heading = (text: string): ParsedBlock => ({ kind: 'heading', level: 1, text });
const namesIn = (...blocks: ParsedBlock[]): string[] =>
  findSensitivityMentions(blocks).map(({ name }) => name);

describe('findSensitivityMentions', () => {
  test.each([
    ['Diffusion restreinte', 'Diffusion restreinte'],
    ['DIFFUSION RESTREINTE', 'Diffusion restreinte'],
    ['*** Diffusion Restreinte ***', 'Diffusion restreinte'],
    ['Document à diffusion restreinte', 'Diffusion restreinte'],
    ['Diffusion : restreinte', 'Diffusion restreinte'],
    ['[CONFIDENTIEL]', 'Confidentiel'],
    ['Strictement confidentiel', 'Confidentiel'],
    ['Courrier confidentiel', 'Confidentiel'],
    ['CONFIDENTIEL DÉFENSE', 'Confidentiel défense'],
    ['Confidentiel Défense', 'Confidentiel défense'],
    ['Secret', 'Secret'],
    ['SECRET DÉFENSE', 'Secret défense'],
    ['Secret-Défense', 'Secret défense'],
    ['TRÈS SECRET', 'Très secret'],
    ['NON PROTÉGÉ', 'Non protégé'],
    ['Non classifié', 'Non classifié'],
    ['Usage interne', 'Usage interne'],
    ['Réservé à l’usage interne', 'Usage interne'],
    ['Document à usage strictement interne', 'Usage interne'],
    ['Document interne – ne pas diffuser', 'Document interne – ne pas diffuser'],
    ['DOCUMENT INTERNE - NE PAS DIFFUSER', 'Document interne – ne pas diffuser'],
    ['Ne pas diffuser', 'Ne pas diffuser'],
    ['DONNÉES SENSIBLES', 'Données sensibles'],
    ['Données sensibles', 'Données sensibles'],
    ['Spécial France', 'Spécial France'],
    ['Sensible', 'Sensible'],
    ['TLP:RED', 'TLP:RED'],
    ['TLP: AMBER', 'TLP:AMBER'],
    ['tlp:amber+strict', 'TLP:AMBER+STRICT'],
    ['TLP:GREEN', 'TLP:GREEN'],
    ['TLP:CLEAR', 'TLP:CLEAR'],
    ['TLP:WHITE', 'TLP:CLEAR'],
    ['Restricted', 'Restricted'],
    ['CONFIDENTIAL', 'Confidential'],
    ['Private and confidential', 'Confidential'],
    ['Internal use only', 'Internal use only'],
    ['For internal use only', 'Internal use only'],
    ['OFFICIAL-SENSITIVE', 'Official-Sensitive'],
    ['Classification : Confidentiel', 'Confidentiel'],
    ['Niveau de confidentialité : sensible', 'Sensible'],
    ['Classification: Restricted', 'Restricted'],
    ['Note au préfet – Diffusion restreinte', 'Diffusion restreinte'],
    ['CONFIDENTIEL – Rapport d’audit', 'Confidentiel'],
    ['Rapport d’audit (confidentiel)', 'Confidentiel'],
    ['SECRET – Note au ministre', 'Secret'],
    ['TLP:AMBER | CERT-FR | 12 mai 2026', 'TLP:AMBER'],
    ['Bulletin d’alerte TLP:RED', null],
  ])('« %s » → %s', (text, name) => {
    expect(namesIn(paragraph(text))).toEqual(name === null ? [] : [name]);
  });

  test.each([
    'Le secret professionnel s’impose à tout agent.',
    'Secret professionnel',
    'Le secret défense est défini par le code pénal.',
    'Les données sensibles au sens du RGPD sont interdites de traitement.',
    'Données sensibles : définition et exemples',
    'Données personnelles et données sensibles',
    'Les informations sont confidentielles.',
    'Ce rapport est confidentiel.',
    'Le dossier médical est, en principe, confidentiel.',
    'Protection des documents à diffusion restreinte',
    'La mention « Diffusion restreinte » est apposée par l’émetteur',
    'Accord de confidentialité',
    'Vote à bulletin secret',
    'Scrutin – secret',
    'Secrétariat général',
    'Zone sensible : accès contrôlé',
    'Un sujet sensible',
    'This report is confidential to the audit committee',
    'Restricted area: no entry',
    'Restricted stock units',
    'Confidentiality agreement',
    'The internal use only of this tool is described below',
    'How to apply TLP:AMBER to a message',
    'Confidentielles ou non, les données circulent',
    'Le règlement interne',
    'Contrôle interne',
    'Sensibilité au froid',
    `Confidentiel ${'et encore '.repeat(20)}`,
  ])('« %s » is no marking', (text) => {
    expect(namesIn(paragraph(text))).toEqual([]);
  });

  test('a heading with an everyday word is a subject, in capitals it is a marking', () => {
    expect(namesIn(heading('Données sensibles'), paragraph('Voici comment.'))).toEqual([]);
    expect(namesIn(heading('Secret'), paragraph('Voici comment.'))).toEqual([]);
    expect(namesIn(heading('SECRET'), paragraph('Voici comment.'))).toEqual(['Secret']);
  });

  test('several mentions on one line, each once over the document', () => {
    expect(
      namesIn(
        paragraph('DIFFUSION RESTREINTE – SPÉCIAL FRANCE'),
        paragraph('Texte'),
        paragraph('Diffusion Restreinte Spécial France'),
      ),
    ).toEqual(['Diffusion restreinte', 'Spécial France']);
  });

  test('lists, tables of data, notes and code are not where documents are marked', () => {
    expect(
      namesIn(
        { kind: 'list-item', depth: 0, text: 'Diffusion restreinte' },
        {
          kind: 'table',
          header: ['Pièce', 'Niveau', 'Date'],
          rows: [
            ['a', 'Confidentiel', '1'],
            ['b', 'Secret', '2'],
          ],
        },
        { kind: 'code', text: 'CONFIDENTIEL' },
        { kind: 'paragraph', text: 'Confidentiel', aside: 'comment' },
      ),
    ).toEqual([]);
    expect(namesIn({ kind: 'table', header: [], rows: [['Préfecture', 'DIFFUSION RESTREINTE']] })).toEqual([
      'Diffusion restreinte',
    ]);
  });

  test('in the middle of a document only what comes back like a header counts', () => {
    const text = Array.from({ length: 30 }, (_, index) => paragraph(`Paragraphe ${index}.`));
    const middle = paragraph('Diffusion restreinte');
    expect(namesIn(...text, middle, ...text)).toEqual([]);
    expect(namesIn(...text, middle, ...text, middle, ...text, middle, ...text)).toEqual([
      'Diffusion restreinte',
    ]);
    expect(namesIn(...text, middle)).toEqual(['Diffusion restreinte']);
  });

  test('a document that names the whole scale explains it', () => {
    const scale = ['Diffusion restreinte', 'Secret', 'Très secret'].map(paragraph);
    expect(namesIn(...scale, paragraph('TLP:GREEN'))).toEqual(['TLP:GREEN']);
  });

  test('headers and footers that a reader took off count too', () => {
    expect(
      findSensitivityMentions([paragraph('Texte')], ['Page 1', 'Secret', 'Préfecture · Confidentiel']),
    ).toEqual([
      { scheme: 'mention', name: 'Secret' },
      { scheme: 'mention', name: 'Confidentiel' },
    ]);
  });

  test('a marking never stands inside a sentence', () => {
    const before = fc.constantFrom('Selon le', 'Cette notice explique la mention', 'We discuss what is');
    const after = fc.constantFrom('dans ce cas', 'depuis 2021, au sein des services', 'and so on.');
    fc.assert(
      fc.property(before, fc.constantFrom(...markings), after, (start, { name }, end) => {
        expect(namesIn(paragraph(`${start} ${name} ${end}`))).toEqual([]);
      }),
    );
  });

  test('every canonical name is a marking by itself', () => {
    for (const { name } of markings) expect(namesIn(paragraph(name))).toEqual([name]);
  });
});

test('what says that a document is open does not restrict', () => {
  expect(restricts({ scheme: 'mention', name: 'TLP:CLEAR' })).toBe(false);
  expect(restricts({ scheme: 'mention', name: 'Non protégé' })).toBe(false);
  expect(restricts({ scheme: 'msip', name: 'Public' })).toBe(false);
  expect(restricts({ scheme: 'mention', name: 'TLP:GREEN' })).toBe(true);
  expect(restricts({ scheme: 'msip', name: 'C2-Interne' })).toBe(true);
});
