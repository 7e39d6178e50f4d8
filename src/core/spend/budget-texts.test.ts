import { describe, expect, it } from 'vitest';
import type { Budget } from './budget.ts';
import { exhaustedTexts } from './budget-texts.ts';

const budget = (unit: Budget['unit'], hard: number): Budget => ({
  id: 'b1',
  subject: { kind: 'user', id: 'alice' },
  unit,
  period: 'day',
  soft: null,
  hard,
});
const opens = new Date('2026-12-01T23:00:00Z');

describe('exhaustedTexts', () => {
  it.each([
    ['requests', 0, '0 question par jour', '0 questions a day'],
    ['requests', 1, '1 question par jour', '1 question a day'],
    ['requests', 2, '2 questions par jour', '2 questions a day'],
    ['euros', 1_500_000, '1,5 euro par jour', '1.5 euros a day'],
    ['tokens', 1_500, '1\u202f500 jetons par jour', '1,500 tokens a day'],
  ] as const)('counts %s: %d', (unit, hard, fr, en) => {
    const texts = exhaustedTexts(budget(unit, hard), opens);
    expect(texts.fr).toBe(
      `Votre budget (${fr}) est épuisé ; il rouvre le 2 décembre 2026 à 00:00 (heure de Paris).`,
    );
    expect(texts.en).toBe(
      `Your budget (${en}) is used up; it opens again on 2 December 2026 at 00:00 (Paris time).`,
    );
  });
});
