import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPassage } from '../../../test/support/a-passage.ts';
import { preferByTime } from './prefer-by-time.ts';
import type { TimeIntent } from './time-intent.ts';

const latest: TimeIntent = { from: null, to: null, latest: true };
const asOf = (to: string): TimeIntent => ({ from: null, to, latest: true });
const year = (number: number): TimeIntent => ({
  from: `${number}-01-01`,
  to: `${number}-12-31`,
  latest: false,
});

/** A passage called by its title, whose file was changed on `modified`. */
function aDocument(title: string, score: number, modified = '2026-01-01') {
  const document = { id: title, title, path: `rh/${title}.pdf`, modifiedAt: new Date(modified) };
  return aPassage({ id: title, score, document });
}
const order = (passages: readonly { id: string }[]) => passages.map(({ id }) => id);

const rules = [
  aDocument('Règlement v1', 1, '2021-02-01'),
  aDocument('Règlement v2', 0.98, '2023-06-12'),
  aDocument('Règlement v3', 0.95, '2025-03-03'),
];
const minutes = [
  aDocument('CR du 14 mai 2024', 1),
  aDocument('CR du 3 juin 2025', 0.96),
  aDocument('CR du 7 novembre 2023', 0.94),
];

describe('preferByTime', () => {
  it('changes nothing without an intent', () => {
    expect(preferByTime(rules, null)).toBe(rules);
  });

  it('without an intent prefers of one section that of the newer document, unless the older one is far better', () => {
    const section = (year: number, score: number, heading = 'Taux horaires') => ({
      ...aDocument(`Indemnités ${year}`, score, `${year}-02-01`),
      headings: [heading],
    });
    expect(order(preferByTime([section(2025, 1), section(2026, 0.95)], null))[0]).toBe('Indemnités 2026');
    expect(order(preferByTime([section(2025, 1), section(2026, 0.7)], null))[0]).toBe('Indemnités 2025');
    const both = [section(2025, 1), section(2026, 0.95)];
    for (const question of ['et en 2025 ?', 'combien à l’époque ?'])
      expect(order(preferByTime(both, null, question))[0]).toBe('Indemnités 2025');
    expect(order(preferByTime([section(2025, 1), section(2026, 0.95, 'Objet')], null))[0]).toBe(
      'Indemnités 2025',
    );
  });

  it('without an intent puts what an older one says in the same words behind the newer one, however well it fits', () => {
    const beds = (year: number, count: number, score: number, more = '') => ({
      ...aDocument(`Projet d’établissement ${year}`, score, `${year}-02-01`),
      text: `L’unité protégée accueille ${count} résidents dans des chambres seules au rez-de-jardin du bâtiment. ${more}`,
    });
    const both = [beds(2022, 12, 1), beds(2026, 14, 0.4, 'Une chambre reste libre.')];
    expect(order(preferByTime(both, null))[0]).toBe('Projet d’établissement 2026');
    expect(order(preferByTime(both, null, 'combien en 2022 ?'))[0]).toBe('Projet d’établissement 2022');
    const other = {
      ...beds(2026, 14, 0.4),
      text: 'Le jardin est ouvert aux familles chaque après-midi de l’été.',
    };
    expect(order(preferByTime([beds(2022, 12, 1), other], null))[0]).toBe('Projet d’établissement 2022');
  });

  it('prefers the latest of a family, by version or by date', () => {
    expect(order(preferByTime(rules, latest))[0]).toBe('Règlement v3');
    expect(order(preferByTime(minutes, latest))[0]).toBe('CR du 3 juin 2025');
  });

  it('prefers the last one before a day', () => {
    expect(order(preferByTime(rules, asOf('2024-03-01')))[0]).toBe('Règlement v2');
    expect(order(preferByTime(minutes, asOf('2024-12-31')))[0]).toBe('CR du 14 mai 2024');
    expect(order(preferByTime(minutes, asOf('2024-01-31')))[0]).toBe('CR du 7 novembre 2023');
  });

  it('prefers what is from a year, and nothing when there is nothing', () => {
    expect(order(preferByTime(minutes, year(2023)))[0]).toBe('CR du 7 novembre 2023');
    expect(preferByTime(minutes, year(2019))).toEqual(minutes);
  });

  it('leaves first what is far better by its words', () => {
    const about = aDocument('Règlement v1', 1, '2021-02-01');
    const beside = aDocument('Règlement v3', 0.3, '2025-03-03');
    expect(order(preferByTime([about, beside], latest))).toEqual(['Règlement v1', 'Règlement v3']);
    expect(order(preferByTime([about, beside], year(2025)))).toEqual(['Règlement v1', 'Règlement v3']);
  });

  it('supersedes nothing by a namesake of the same day', () => {
    const one = aDocument('Annexe', 1);
    const other = { ...aDocument('Annexe', 0.9), id: 'other', document: { ...one.document, id: 'other' } };
    expect(preferByTime([one, other], latest)).toEqual([one, other]);
  });

  it('keeps every passage, never raises a score, and does not depend on the order it is given', () => {
    const passage = fc
      .tuple(
        fc.constantFrom(
          'Règlement v1',
          'Règlement v2',
          'CR du 14 mai 2024',
          'CR du 3 juin 2025',
          'Budget 2024',
          'Note',
        ),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
      )
      .map(([title, score]) => aDocument(title, score));
    const intent = fc.constantFrom(latest, asOf('2024-06-30'), year(2024), year(1999));
    fc.assert(
      fc.property(fc.uniqueArray(passage, { selector: ({ id }) => id }), intent, (passages, wanted) => {
        const preferred = preferByTime(passages, wanted);
        expect(new Set(order(preferred))).toEqual(new Set(order(passages)));
        for (const { id, score } of preferred)
          expect(score).toBeLessThanOrEqual(passages.find((one) => one.id === id)?.score ?? 0);
        const backwards = new Map(
          preferByTime(passages.toReversed(), wanted).map((one) => [one.id, one.score]),
        );
        for (const { id, score } of preferred) expect(backwards.get(id)).toBe(score);
      }),
    );
  });
});
