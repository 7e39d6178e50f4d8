import { datesIn } from '../find/calendar.ts';
import { fold } from '../find/fold.ts';

/** Matches one of the forms, alternatives by line or bar, as whole words. */
const anyOf = (forms: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.trim().replace(/\n\s*/g, '|')})(?![\\p{L}\\p{N}])`, 'u');

// For folded text, French and English together: a document may hold both.

/** What decides, or puts somebody in charge. */
const decisions = anyOf(String.raw`
  decide(?:nt|ra|s)?|approuve(?:nt|s)?|adopte(?:nt)?|autorise(?:nt)?|valide(?:nt)?|designe(?:nt)?|nomme(?:nt)?
  (?:a|ont|est|sont) (?:decide|adopte|approuve|vote|autorise|designe|nomme|valide|retenu)e?s?
  arrete que|prend acte|donne (?:pouvoir|mandat|acte|un avis)|emet un avis|s'engagent?
  (?:est|sont) chargee?s? de|charge (?:le|la|les|m|mme|monsieur|madame)
  a l'unanimite|votes? ?: ?(?:a l')?(?:unanimite|\d+)|\d+ (?:voix )?pour,? (?:et )?\d+ (?:voix )?contre
  decide[sd] (?:to|that|on)|decided|resolve[sd]|approve[sd]|adopted|authori[sz]e[sd]|agree[sd] (?:to|that)|appointed
  (?:is|are) responsible for|carried unanimously
`);
/** What has to be done. */
const duties = anyOf(`
  doit|doivent|devra|devront|il convient de|(?:est|sont) tenue?s?|a faire|actions? a mener|actions? ?:
  action items?|shall|must|ha(?:s|ve) to|(?:is|are) required to
`);
/** By when. */
const deadlines = anyOf(String.raw`
  avant (?:le|la fin|fin|\d+)|au plus tard|d'ici (?:le|la|au|a|fin|\d+)|jusqu'au|dans (?:un|le) delai
  sous (?:\d+|huit|quinze|trente) jours|echeances?|date limite|delais? (?:de|d'execution|impartis?)|a compter du
  not? later than|within (?:\d+|a|one|two|three|thirty) (?:working |calendar )?(?:day|week|month)s?
  deadlines?|due (?:date|by|on)|by (?:the end of|\d+)
`);

/** Whole headings, and introductions of lists, below which nothing else stands: « 4. Relevé de décisions », “Action items:”. */
const announcement =
  /^[\p{N}\p{P}\s]*(?:(?:releve|liste|tableau) (?:de |des )?)?(?:decisions?(?: prises?)?(?: et actions?)?|(?:plan d')?actions?(?: a mener| a faire| items?| plan)?|a faire|echeanciers?|echeances?|suites? (?:a donner|donnees?)|prochaines? (?:etapes?|actions?)|next steps?|decisions? taken|to do|deadlines?)[\p{P}\s]*$/u;

/** Whether a heading or an introduction says that decisions, actions or deadlines follow. */
export const announcesDecisions = (words: string): boolean =>
  words.split('\n').some((line) => announcement.test(fold(line)));

/** How much a sentence looks like a decision, an action or a deadline: 0 when it holds no word and no day that says so. */
export function weighDecision(sentence: string): number {
  const folded = fold(sentence);
  const hasDay = datesIn(folded).some(({ grain }) => grain === 'day');
  return (
    2 * Number(decisions.test(folded)) +
    2 * Number(deadlines.test(folded)) +
    Number(duties.test(folded)) +
    Number(hasDay)
  );
}
