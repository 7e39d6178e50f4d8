import { describe, expect, test } from 'vitest';
import { definitionOf, termAskedFor } from './definition.ts';

const remote = 'Le télétravail est une forme d’organisation du travail hors des locaux.';

/** What the question asks to have defined, told from other texts. */
function definitionFor(question: string, otherForms?: readonly string[]) {
  const asked = termAskedFor(question);
  return asked && definitionOf(asked.term, otherForms);
}

describe('a definition', () => {
  test.each([
    ['Que signifie « l’Épargne-temps » ?', 'Épargne-temps', 'Épargne-temps'],
    ['Dans le règlement, qu’est-ce qu’un jour chômé ?', 'jour chômé', 'Dans le règlement, jour chômé'],
    ['Le CIA, c’est quoi ?', 'Le CIA', 'Le CIA'],
    ['What is an allowance?', 'allowance', 'allowance'],
  ])('asked for in %s', (question, term, words) => {
    expect(termAskedFor(question)).toEqual({ term, words });
  });

  test.each([
    'Qu’est-ce que le télétravail ?',
    'qu est-ce que le télétravail',
    'C’est quoi, le télétravail ?',
    'Le télétravail, c’est quoi ?',
    'Que signifie « télétravail » ?',
    'ça veut dire quoi télétravail',
    'Qu’entend-on par télétravail ?',
    'Comment est défini le télétravail ?',
    'Quelle est la définition exacte du télétravail ?',
    'Bonjour, qu’est-ce que c’est que le télétravail au juste ?',
  ])('%s', (question) => {
    expect(definitionFor(question)?.isMetBy(remote, 'fr')).toBe(true);
  });

  test.each([
    'What is telework?',
    'What’s telework?',
    'What does telework mean?',
    'What is meant by telework?',
    'Define telework',
  ])('%s', (question) => {
    expect(definitionFor(question)?.isMetBy('Telework is a way of working outside the premises.', 'en')).toBe(
      true,
    );
  });

  test.each([
    'Combien de jours de télétravail par semaine ?',
    'Qui a droit au télétravail ?',
    'Qu’est-ce qui interdit le télétravail ?',
    'Qu’est-ce que la commune propose aux familles qui arrivent en cours d’année ?',
    'What is the deadline for telework requests?',
    'What is my telework allowance?',
    'What is needed to telework two days a week?',
    'Quelle est la date de la réunion ?',
    '',
    '?',
  ])('asks something else: %s', (question) => {
    expect(definitionFor(question)).toBeNull();
  });

  test.each([
    ['Sont considérés comme documents administratifs les documents produits par l’État.', true],
    ['On entend par document administratif tout document reçu ou produit.', true],
    ['Constituent des documents administratifs les rapports et les études.', true],
    ['Document administratif : tout document reçu ou produit dans le cadre du service public.', true],
    ['Par document administratif, au sens du présent titre, il est question des rapports.', true],
    ['Les documents administratifs désignent les rapports et les études.', true],
    ['Toute personne demande les documents administratifs qu’elle veut, sauf les avis.', false],
    ['Le maire est le chef de l’administration. Les documents administratifs sont communiqués.', false],
    ['Un registre est un recueil. Il cite les documents administratifs.', false],
    ['La commission d’accès aux documents administratifs est une autorité indépendante.', false],
    [
      '| Terme | Sens |\n| --- | --- |\n| Document administratif | Écrit produit par l’administration |',
      true,
    ],
    ['| Pièce | Délai |\n| --- | --- |\n| Document administratif | 1 mois |', false],
    ['Ce qu’on appelle « document administratif » est un écrit de l’administration.', true],
    ['Sont considérés comme archives les dossiers clos.', false],
  ])('%s', (text, isMet) => {
    const intent = definitionFor('Qu’est-ce qu’un document administratif ?');
    expect(intent?.isMetBy(text, 'fr')).toBe(isMet);
  });

  test('what the term is also called is as good', () => {
    const text = 'Le régime indemnitaire tenant compte des fonctions est un ensemble de primes.';
    const question = 'C’est quoi le RIFSEEP ?';
    expect(definitionFor(question)?.isMetBy(text, 'fr')).toBe(false);
    const otherForms = ['RIFSEEP', 'régime indemnitaire tenant compte des fonctions'];
    expect(definitionFor(question, otherForms)?.isMetBy(text, 'fr')).toBe(true);
  });

  test.each([
    ['Le dossier comprend le cahier des clauses administratives particulières (CCAP).', true],
    ['Le CCAP (cahier des clauses administratives particulières) est joint.', true],
    ['Le CCAP (annexe) est joint.', false],
    ['CCAP – marché n° 2025-T-07', false],
  ])('letters: %s', (text, isMet) => {
    expect(definitionFor('Que signifie CCAP ?')?.isMetBy(text, 'fr')).toBe(isMet);
  });

  test('a question of function words alone is met by nothing', () => {
    expect(definitionFor('Qu’est-ce que c’est ?')?.isMetBy(remote, 'fr') ?? false).toBe(false);
  });
});
