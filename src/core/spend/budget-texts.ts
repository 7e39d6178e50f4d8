import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { shownOf } from './amount.ts';
import type { Budget, BudgetSubject } from './budget.ts';

const locales = { fr: 'fr-FR', en: 'en-GB' } as const;

const subjects: Readonly<Record<Language, Readonly<Record<BudgetSubject['kind'], (id: string) => string>>>> =
  {
    fr: {
      organisation: () => 'Le budget de l’organisation',
      space: (id) => `Le budget de l’espace « ${id} »`,
      group: (id) => `Le budget du groupe « ${id} »`,
      user: () => 'Votre budget',
    },
    en: {
      organisation: () => 'The organisation’s budget',
      space: (id) => `The budget of the space “${id}”`,
      group: (id) => `The budget of the group “${id}”`,
      user: () => 'Your budget',
    },
  };

const units = {
  fr: { requests: 'question', tokens: 'jeton', euros: 'euro' },
  en: { requests: 'question', tokens: 'token', euros: 'euro' },
} as const;

/** In French 0 and 1,5 are singular too. */
const isOne = {
  fr: (amount: number) => amount < 2,
  en: (amount: number) => amount === 1,
} as const;

const periods = {
  fr: { day: 'par jour', month: 'par mois' },
  en: { day: 'a day', month: 'a month' },
} as const;

/** Which budget is gone, and when it opens again, for the person who asked. */
export function exhaustedTexts(budget: Budget, opensAgain: Date): Readonly<Record<Language, string>> {
  const textIn = (language: Language, words: { readonly opens: string; readonly zone: string }) => {
    const { subject, unit, period } = budget;
    const amount = shownOf(unit, budget.hard ?? budget.soft ?? 0);
    const most = `${amount.toLocaleString(locales[language])} ${units[language][unit]}${isOne[language](amount) ? '' : 's'}`;
    const when = opensAgain.toLocaleString(locales[language], {
      timeZone: tunables.timeZone,
      dateStyle: 'long',
      timeStyle: 'short',
    });
    return `${subjects[language][subject.kind](subject.id)} (${most} ${periods[language][period]}) ${words.opens} ${language === 'fr' ? when.replace(/^1 /, '1er ') : when} (${words.zone}).`;
  };
  return {
    fr: textIn('fr', { opens: 'est épuisé ; il rouvre le', zone: 'heure de Paris' }),
    en: textIn('en', { opens: 'is used up; it opens again on', zone: 'Paris time' }),
  };
}

/** What may not work as whoever sets a budget expects. */
export type BudgetWarning = 'no-prices';

export const budgetWarnings: Readonly<Record<Language, Readonly<Record<BudgetWarning, string>>>> = {
  fr: {
    'no-prices':
      'Aucun fournisseur n’a de tarif : seul ce qu’un fournisseur dit facturer est pris sur un budget en euros.',
  },
  en: {
    'no-prices':
      'No provider has prices: only what a provider says it charges is taken from a budget in euros.',
  },
};
