import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { keysOfAlias } from './alias.ts';
import { learnAliases } from './learn-aliases.ts';

const dreal = 'direction régionale de l’environnement, de l’aménagement et du logement';

describe('learnAliases', () => {
  it.each([
    ['Le compte personnel de formation (CPF) est alimenté.', 'CPF', 'compte personnel de formation'],
    ['Le CPF (compte personnel de formation) est alimenté.', 'CPF', 'compte personnel de formation'],
    [`L’avis de la ${dreal} (DREAL) est joint.`, 'DREAL', dreal],
    [`La DREAL (${dreal}, créée en 2009) donne un avis.`, 'DREAL', dreal],
    ['l’appel à projets (AAP)', 'AAP', 'appel à projets'],
    ['Le comité social territorial, ci-après « le CST », siège.', 'CST', 'comité social territorial'],
    ['le comité social territorial (ci-après dénommé "le CST")', 'CST', 'comité social territorial'],
    ['le « compte épargne-temps » (CET)', 'CET', 'compte épargne-temps'],
    ['les établissements publics (EPs)', 'EP', 'établissements publics'],
    [
      'le C.C.A.P. (cahier des clauses administratives particulières)',
      'CCAP',
      'cahier des clauses administratives particulières',
    ],
    ['LE PLAN LOCAL D’URBANISME (PLU)', 'PLU', 'PLAN LOCAL D’URBANISME'],
    [
      'la direction interministérielle du numérique (DINUM)',
      'DINUM',
      'direction interministérielle du numérique',
    ],
    [
      'the Transport Tax of the General Fund Journal (TTGFJ)',
      'TTGFJ',
      'Transport Tax of the General Fund Journal',
    ],
    [
      'le régime indemnitaire tenant compte des fonctions, des sujétions, de l’expertise et de l’engagement professionnel (RIFSEEP)',
      'RIFSEEP',
      'régime indemnitaire tenant compte des fonctions, des sujétions, de l’expertise et de l’engagement professionnel',
    ],
    ['the Data Protection Officer (hereinafter referred to as "the DPO")', 'DPO', 'Data Protection Officer'],
    ['- DGS : directeur général des services\n- Autre : chose', 'DGS', 'directeur général des services'],
    ['DSI | Direction des systèmes d’information | 12', 'DSI', 'Direction des systèmes d’information'],
  ])('learns from « %s »', (text, acronym, expansion) => {
    expect(learnAliases(text)).toEqual([{ acronym, expansion }]);
  });

  it.each([
    'La direction des affaires (CPF) répond.',
    'Le contrôle de la sonde (CO) et la société OVH (HDS).',
    'Il court. Personnel de formation (CPF)',
    'Le tome premier (II) et le chapitre (IV)',
    'les places assises de la salle (ASSISES)',
    'de la ville (LV)',
    'autres ressources (ARE)',
    'CPF : voir plus loin',
  ])('learns nothing from « %s »', (text) => {
    expect(learnAliases(text)).toEqual([]);
  });

  it('takes the shortest words that spell the acronym, and each pair once', () => {
    const text =
      'Dans le cadre de la commission, le compte personnel de formation (CPF). Les comptes personnels de formation (CPF).';
    expect(learnAliases(text)).toEqual([{ acronym: 'CPF', expansion: 'compte personnel de formation' }]);
  });

  const telling = fc.stringMatching(/^[bfghjkmnprtvz][aeiou][bdfglmnprstv][aeiou]{1,2}$/);
  const small = fc.constantFrom('de', 'du', 'des', 'et', 'pour la', 'of the', 'à');
  const longForm = fc
    .array(fc.tuple(telling, fc.option(small, { freq: 2 })), { minLength: 3, maxLength: 7 })
    .map((parts) => {
      const words = parts.map(([word, link], at) =>
        link && at < parts.length - 1 ? `${word} ${link}` : word,
      );
      const acronym = parts.map(([word]) => word[0]?.toUpperCase()).join('');
      return { expansion: words.join(' '), acronym };
    });

  it('learns any long form with its initials, on either side, whatever stands around it', () => {
    const around = fc.constantFrom('', 'Selon l’avis rendu : ', 'x. ', '\n', '« ');
    fc.assert(
      fc.property(longForm, around, fc.boolean(), ({ acronym, expansion }, before, isFirst) => {
        const said = isFirst ? `${acronym} (${expansion})` : `${expansion} (${acronym})`;
        expect(learnAliases(`${before}${said}, et la suite.`).map(keysOfAlias)).toContainEqual(
          keysOfAlias({ acronym, expansion }),
        );
      }),
    );
  });

  it('takes any text, and learns no more than acronyms whose first letter begins the long form', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '(',
        ')',
        '(AB)',
        'CPF',
        ' ci-après ',
        ':',
        '\n',
        'compte ',
        'de ',
        'A.B.',
        '&',
        '\ud800',
        'ß',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        for (const pair of learnAliases(pieces.join(''))) {
          const { acronym, expansion } = keysOfAlias(pair);
          expect(acronym.length).toBeGreaterThan(1);
          expect(expansion).not.toBe('');
          expect(pair.expansion.length).toBeLessThanOrEqual(tunables.aliases.longestExpansion);
        }
      }),
      { numRuns: 500 },
    );
  });

  // A pattern that looked back or ahead without bound would not end here.
  it.each([
    ['brackets', '('.repeat(400_000)],
    ['acronyms', '(AB)'.repeat(50_000)],
    ['small words', `${'de la '.repeat(12)}(DLDLDLDLDLD) `.repeat(3_000)],
    ['words that almost fit', `${'a '.repeat(30)}(AAAAAAAAAAAB) `.repeat(3_000)],
    ['announcements', ', ci-après le la '.repeat(20_000)],
    ['lines', `AB : ${'a '.repeat(60)}\n`.repeat(3_000)],
    ['spaces', `AB${' '.repeat(400_000)}(`],
  ])('ends on a long text of %s', (_name, text) => {
    expect(learnAliases(text).length).toBeLessThanOrEqual(tunables.aliases.learnedPerDocument);
  });
});
