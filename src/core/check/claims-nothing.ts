import type { Language } from '../document.ts';
import { fold } from '../find/fold.ts';
import type { Claims } from './claims.ts';
import type { Fact } from './fact.ts';

/** Folded beginnings of what is said to a person, not about the documents. */
const courtesies =
  /^(?:bonjour|bonsoir|merci|bien sur|d'accord|desole|je suis desole|n'hesitez pas|j'espere|en esperant|souhaitez-vous|voulez-vous|puis-je|je reste a votre disposition|je peux vous|je vous invite|hello|hi|sure|certainly|of course|thank|sorry|i am sorry|i'm sorry|i hope|please let me know|let me know|feel free|would you like|do you want|here (?:is|are) (?:the|your|a|what))(?!\p{L})/u;
/** That the documents do not say something cannot be found in them. */
const silence = {
  fr: /(?:extraits?|documents?|passages?|sources?|textes?|informations?|elements?)(?: [^\s.;]+){0,6} (?:ne |n')(?:\S+ ){0,2}?(?:mentionn|precis|indiqu|permet|contien|dis|dit|fourni|donn|trouv|figur|evoqu|traite|abord|definis|detaill|comport|renseign|repond|couvr)|(?:n'est|ne sont|n'etait|n'ont) (?:pas |ni |aucunement )(?:ete )?(?:mentionnee?s?|precisee?s?|indiquee?s?|fournie?s?|disponibles?|evoquee?s?|detaillee?s?|abordee?s?)(?:$|\.| (?:dans|par) (?:les|ces|ce|le|l'))|^(?:je n'ai|nous n'avons) (?:pas |rien )?trouve|aucune? (?:information|precision|indication|mention|extrait|passage|document|source)|^(?:il est )?impossible de (?:repondre|determiner|savoir|preciser)/u,
  en: /(?:extracts?|documents?|passages?|sources?|texts?|information|context)(?: [^\s.;]+){0,6} (?:do|does|did)(?: not|n't) (?:\S+ ){0,2}?(?:mention|specif|indicat|say|state|contain|provid|give|include|cover|address|answer)|(?:is|are|was|were)(?: not|n't) (?:mentioned|specified|indicated|stated|provided|given|available|covered|found)(?:$|\.| (?:in|by) (?:the|these|this))|no (?:information|mention|indication|extract|passage|document|source)|^(?:i|we) (?:could|can|did|do)(?: not|n't|not) (?:find|say|tell|answer)/u,
} satisfies Record<Language, RegExp>;

/**
 * What kind of sentence it is: one that `claims` something; one that holds `nothing` to be looked for, such as the heading of a
 * list; or one that `may-claim-nothing`: a greeting, an offer, or that the documents do not say something, unless they say just
 * this. What holds a number, date, reference, name or quotation claims it.
 */
export function kindOfSentence(claims: Claims): 'claims' | 'nothing' | 'may-claim-nothing' {
  const { text, facts, names, quotations, words, language } = claims;
  const folded = fold(text).trim();
  if (silence[language].test(folded) && facts.every(isDeterminer)) return 'may-claim-nothing';
  if (!facts.every(isDeterminer) || quotations.length > 0 || names.some(({ opens }) => !opens))
    return 'claims';
  if (words.length === 0 || /^#{1,6} /.test(folded)) return 'nothing';
  return /[:?]$/.test(folded) || courtesies.test(folded) ? 'may-claim-nothing' : 'claims';
}

function isDeterminer(fact: Fact): boolean {
  return fact.kind === 'quantity' && fact.isWeak;
}
