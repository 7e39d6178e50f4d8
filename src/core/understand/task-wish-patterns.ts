import type { Task } from '../tasks/task.ts';

/*
 * How people ask for a task on documents, for folded text, French and English together. A wish stands at the beginning: « qui
 * rédige la note ? » asks a question. What is matched is left out of what is searched.
 */

/** « Peux-tu », « je voudrais », “please”: what may stand before a wish. */
const asking = [
  '(?:est[- ]ce que )?(?:tu|vous) (?:peux|pouvez|pourrais|pourriez)',
  '(?:peux|pouvez|pourrais|pourriez|veux|voulez)[- ](?:tu|vous)(?: bien)?',
  "(?:je|on) (?:veux|voudrais|voudrait|souhaite|souhaiterais|aimerais)|j'(?:aimerais|ai besoin (?:de |d')|aurais besoin (?:de |d'))",
  'il (?:me|nous) (?:faut|faudrait)|merci de|veuillez|please',
  "(?:can|could|would) you(?: please)?|i(?: would|'d)? (?:want|need|like)(?: you)?(?: to)?",
].join('|');
const before = `(?:(?:${asking}) ?)?(?:(?:me|nous) |m')?`;
/** « Fais-moi », « donner », “give me”. */
const make =
  '(?:(?:fais|faites|faire|fait|donnes?|donnez|donner|redigez?|rediger|ecris|ecrivez|ecrire|preparez?|preparer|etablis|etablir|produis|produire|avoir|obtenir|give|make|write|do)(?:[- ](?:moi|nous|me|us))? )?';
const article = '(?:(?:une?|les?|la|a|an|the) )?';
const short = '(?:(?:petite?|breve?|bref|courte?|rapide|brief|short|quick) )?';
const shortAfter = '(?: (?:courte?|rapide|breve?|bref|detaillee?|complete?))?';
/** What joins a summary to what it is of. */
const of = "(?: (?:de |du |des |d'|of |pour |for )|$| ?[:?.])";

const summing = `${before}(?:resume[rz]?|synthetise[rz]?|summari[sz]e|sum up)(?:[- ](?:moi|nous))?(?!\\p{L})(?! (?:d(?:e|u|es)|d'|est|sont|of|is|are)(?!\\p{L}))`;
const summary = `${before}(?:${[
  `${make}${article}${short}(?:resume|synthese|summary)${shortAfter}${of}`,
  `(?:quels? (?:sont |est ))?${make}${article}(?:grandes lignes|points (?:cles|principaux|importants|essentiels)|principaux points|idees (?:principales|cles)|key points|main points)${of}`,
].join('|')})`;

const decisions =
  'decisions?|actions?|echeances?|dates limites?|releve de decisions|deadlines?|action items?|action points?';
const extraction = `${before}(?:extrai(?:s|re|t|yez)|relev(?:e|er|ez)|list(?:e|er|ez)|recens(?:e|er|ez)|extract|list)(?:[- ](?:moi|nous))? (?=(?:toute?s? |all )?(?:(?:les|des|the|un|a) )?(?:${decisions})(?!\\p{L}))`;

const comparison = `${before}(?:${[
  '(?:compare[rz]?|compares)(?:[- ](?:moi|nous))?(?!\\p{L})',
  `${make}${article}(?:tableau )?comparati(?:f|ve)${of}`,
  `${make}${article}(?:comparaison|comparatif|comparison)(?: (?:de |du |des |d'|entre |of |between ))`,
].join('|')})`;

const written =
  'note(?: de (?:service|synthese|cadrage))?|courriers?|lettre|mail|e-?mail|courriel|message|compte[- ]rendu|reponse|communique(?: de presse)?|memo|letter|reply|press release';
const drafting = `${before}(?:redige[rz]?|ecris|ecrivez|ecrire|prepare[rz]?|draft|write)(?:[- ](?:moi|nous|me|us))? (?:une?|le|la|a|an|the) ${short}(?:${written})(?!\\p{L})(?: (?:pour|sur|au sujet d(?:e|u|es)|a propos d(?:e|u|es)|concernant|about|on|to)(?!\\p{L}))?`;

/** `names`: the wish may be the name of a thing that is asked about (« le résumé du rapport est-il public ? »). */
type Wish = { readonly task: Task; readonly pattern: RegExp; readonly names?: true };

/** In this order: « un comparatif » before what else is made, « une note de synthèse » is drafted. */
export const taskWishes: readonly Wish[] = [
  { task: 'compare', pattern: new RegExp(`^${comparison}`, 'u') },
  { task: 'draft', pattern: new RegExp(`^${drafting}`, 'u') },
  { task: 'extract', pattern: new RegExp(`^${extraction}`, 'u') },
  { task: 'summarise', pattern: new RegExp(`^${summing}`, 'u') },
  { task: 'summarise', pattern: new RegExp(`^${summary}`, 'u'), names: true },
];

/** How long the result is to be, at the end: « en cinq lignes », “in three points”. */
export const wishedLength =
  /(?<!\p{L})(?:en|in) (?:(?:moins de|au plus|maximum|less than|at most) )?(?:\d{1,3}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt|quelques|one|two|three|four|five|six|seven|eight|nine|ten|a few) (?:lignes?|points?|phrases?|mots|paragraphes?|pages?|lines?|sentences?|words|paragraphs?|bullet points?)[\s.!?]*$/u;

/** What is before the person's eyes, for folded text: « ce document », “these two files”, « ça ». */
export const shownDocument =
  /^(?:(?:ce|cet|cette|ces|le|les|this|these|that|those)(?: (?:\d|deux|trois|two|three))? (?:documents?|fichiers?|textes?|pieces?(?: jointes?)?|pages?|pdf|files?)|ca|cela|ceci|this|that|it)[\s.!?]*$/u;
