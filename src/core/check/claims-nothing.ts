import type { Language } from '../document.ts';
import { fold } from '../find/fold.ts';
import type { Claims } from './claims.ts';

/** Folded beginnings of what is said to a person, not about the documents. */
const courtesies =
  /^(?:bonjour|bonsoir|merci|bien sur|d'accord|desole|je suis desole|n'hesitez pas|j'espere|en esperant|souhaitez-vous|voulez-vous|puis-je|je reste a votre disposition|je peux vous|je vous invite|hello|hi|sure|certainly|of course|thank|sorry|i am sorry|i'm sorry|i hope|please let me know|let me know|feel free|would you like|do you want|here (?:is|are) (?:the|your|a|what))(?!\p{L})/u;
/** That the documents do not say something cannot be found in them. */
const silence = {
  fr: /(?:(?:extraits?|documents?|passages?|sources?|textes?|informations?|elements?|reponse|il)(?: \S+){0,6} (?:ne |n')(?:\S+ ){0,2}?(?:mentionn|precis|indiqu|permet|contien|dis|dit|fourni|donn|trouv|figur|evoqu|traite|abord|definis|detaill|comport|renseign|repond|couvr|sont pas|est pas))|(?:n'est|ne sont|n'etait|n'y est|n'ont) (?:pas |ni |aucunement )?(?:ete )?(?:mentionne|precise|indique|fourni|donne|trouve|disponible|evoque|defini|detaille|aborde)|(?:aucune?|nulle) (?:information|precision|indication|mention|donnee|extrait|passage|document|source)|(?:je n'ai pas|nous n'avons pas|je ne (?:peux|trouve)|impossible de (?:repondre|determiner|savoir|preciser))/u,
  en: /(?:(?:extracts?|documents?|passages?|sources?|texts?|information|context)(?: \S+){0,6} (?:do|does|did|is|are)(?: not|n't) (?:\S+ ){0,2}?(?:mention|specif|indicat|say|state|contain|provid|give|include|available|cover|address|answer|clear))|(?:is|are|was|were)(?: not|n't) (?:mentioned|specified|indicated|stated|provided|given|available|covered|found)|no (?:information|mention|indication|extract|passage|document|source)|(?:i (?:could|can|do|did)(?: not|n't| ?not)|cannot (?:answer|determine|tell))/u,
} satisfies Record<Language, RegExp>;

/**
 * True for a sentence that claims nothing of the documents: a greeting, an offer, a question back, the heading of a list (« Voici
 * les pièces : »), or that the documents do not say something. What holds a number, date, reference, name or quotation claims it.
 */
export function claimsNothing(claims: Claims): boolean {
  const { text, facts, names, quotations, words, language } = claims;
  const folded = fold(text).trim();
  if (silence[language].test(folded) && facts.every((fact) => fact.kind === 'quantity' && fact.isWeak))
    return true;
  const isSpecific =
    facts.some((fact) => fact.kind !== 'quantity' || !fact.isWeak) ||
    quotations.length > 0 ||
    names.some(({ opens }) => !opens);
  if (isSpecific) return false;
  return (
    words.length === 0 ||
    /[:：]$/.test(folded) ||
    /\?$/.test(folded) ||
    /^#{1,6} /.test(folded) ||
    courtesies.test(folded)
  );
}
