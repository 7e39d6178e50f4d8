import type { Language } from '../document.ts';
import { fold } from './fold.ts';
import { isStopWord } from './stop-words.ts';

const shared =
  'm mm mr dr pr st ste al cf ex p pp fig vol chap no n° nos etc env vs ed éd dir coll tel tél jan oct nov';
const abbreviations: Readonly<Record<Language, ReadonlySet<string>>> = {
  fr: wordSet(`${shared} me mme mlle mmes mlles mgr art arts al § ch sect réf ref bd av bld janv févr avr juil sept déc
    min max hab adj add app auj c.-à-d resp prof gén col cie éts etab établ cne dép arr circ décr inc num par ph`),
  en: wordSet(`${shared} mrs ms jr sr prof gen rep sen gov inc ltd co corp dept est approx sec ave blvd rd e.g i.e
    eg ie feb mar apr aug sep sept dec eq ref cap`),
};

/** They end a sentence as well as stand within one: « 12 pers. Le repas » ends, « 2 pers. Chambre bleue » does not. */
const nouns = wordSet('pers hosp bât esc bur serv appt lun mar mer jeu ven sam dim');
const weekday = /(?<!\p{L})(?:lun|mar|mer|jeu|ven|sam|dim)\./iu;
/** Short words that are whole before « 15 jours »: others of their length are cut (« fasc. 12 »). */
const wholeWords =
  wordSet(`an ans mois jour nuit soir fois mars juin août cent six sept huit neuf dix cinq vingt
  prix net brut taux cas avis mail chef club part parc lit cour sol bois gaz port prêt film main pain soin état nom
  fait fin seul mort nord sud car bus bac bas haut bis ter pas non rien bien tard tôt loin`);
/** An acronym is whole: « le CET. 15 jours ». */
const shortened = /^\p{L}\p{Ll}{0,2}[bcdfglmnpqrstvxz]$/u;

type Around = { readonly before: string; readonly following: string; readonly language: Language };

/** True when the full stop behind a word belongs to it: « art. », « M. », « bât. 3 », « lun. ». */
export function isShortened(word: string, { before, following, language }: Around): boolean {
  if (abbreviations[language].has(word.toLowerCase())) return true;
  return language === 'fr' && isFrenchShortening(word, before, following);
}

function isFrenchShortening(word: string, before: string, following: string): boolean {
  const small = word.toLowerCase();
  if (/^\d/.test(following))
    return (
      nouns.has(small) || (shortened.test(word) && !wholeWords.has(small) && !isStopWord(fold(word), 'fr'))
    );
  if (!nouns.has(small) || opensSentence(following)) return false;
  // « la mer » and « un jeu » are days only among days.
  return !/^(?:mer|jeu)$/.test(small) || weekday.test(before) || weekday.test(following.slice(0, 4));
}

/** True when a text opens with a word that opens sentences rather than names: « Le », « Il ». */
export function opensSentence(following: string): boolean {
  const next = /^(\p{L}+)(?!\.)/u.exec(following)?.[1] ?? '';
  return isStopWord(fold(next), 'fr');
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/));
}
