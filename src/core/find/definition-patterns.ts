import type { Language } from '../document.ts';

// All for folded text.

const article = '(?:(?:une?|les?|la|des?|du|an?|the|exactement|concretement|au juste) |[ld]\'|[«"] ?)*';

/** How a question asks what something is, French and English together: a question may hold both. */
export const askingForDefinition: readonly RegExp[] = [
  `^(?<lead>.* )?(?:qu[ ']est[ -]ce (?:que c'est (?:que |qu')|que |qu')|c'est quoi,? )${article}(?<term>.+)$`,
  `^(?<term>.+?),? (?:c'est quoi|qu[ ']est[ -]ce que c'est|(?:ca )?(?:veut|veulent) dire quoi|signifie(?:nt)? quoi)$`,
  `^(?<lead>.* )?(?:que (?:veut|veulent) dire|que signifie(?:nt)?|que designe(?:nt)?|(?:ca )?(?:veut|veulent) dire quoi) ${article}(?<term>.+)$`,
  `^(?<lead>.* )?(?:qu'entend[ -]on par|que faut[ -]il entendre par|comment (?:definit[ -]on|definir|se definit|(?:est|sont) definie?s?)) ${article}(?<term>.+)$`,
  `^(?<lead>.* )?(?:definitions?(?: exacte| precise)?|signification) (?:de |du |des |d'|of )${article}(?<term>.+)$`,
  `^what is meant by ${article}(?<term>.+)$`,
  `^(?:what(?: is|'s) an? |define )${article}(?<term>.+)$`,
  // Without « a » only what is short: « What is FranceConnect? », not « What is needed to pay by card? ».
  `^what(?: is|'s| are) (?!(?:the|my|your|our|this|that|these|those) )["“]?(?<term>\\S+(?: \\S+){0,2})$`,
  `^what (?:does|do) ${article}(?<term>.+) (?:mean|stand for)$`,
].map((pattern) => new RegExp(pattern, 'u'));

const start = '(?<![\\p{L}\\p{N}])';
const end = '(?!\\p{L})';
/** In a glossary a colon follows each term, or in a table the cell of what it means. */
const listed = '(?<=^.{2,60}) ?(?:: |\\| (?=[^|]{25}))';

/** What stands between a term and what it is: the phrases that follow a term, and those that lead to one. */
export const sayingDefinition: Readonly<
  Record<Language, { readonly afterTerm: RegExp; readonly beforeTerm: RegExp }>
> = {
  fr: {
    afterTerm: following([
      `(?:est|sont|etait|etaient) (?:(?:une?|les?|la|des|definie?s?)${end}|l')`,
      `(?:s'entend(?:ent)?|design(?:e|ent|ait)|constitue(?:nt)?|signifie(?:nt)?|(?:veut|veulent) dire)${end}`,
      `(?:consiste(?:nt)? (?:a|en)|correspond(?:ent)? a|au sens|comprend|comprennent|regroupe(?:nt)?)${end}`,
      `(?:permet(?:tent)? (?:de|d'|a|aux)|vise(?:nt)? a|ser(?:t|vent) a|se compose(?:nt)? (?:de|d'))`,
    ]),
    beforeTerm: leading([
      `(?:entend(?:re|ent)? par|on appelle|constitue(?:nt)?)${end}`,
      `(?:considere|appele|denomme|qualifie|repute|nomme)e?s?(?: comme)?${end}`,
      "definition (?:de |du |des |d')",
    ]),
  },
  en: {
    afterTerm: following([
      `(?:is|are|was|were) (?:an?|the|one of|defined)${end}`,
      `(?:means?|refers? to|consists? of|comprises|allows|stands? for|within the meaning)${end}`,
    ]),
    beforeTerm: leading([`(?:considered|called|known as|termed|definition of|meant by)${end}`]),
  },
};

function following(phrases: readonly string[]): RegExp {
  return new RegExp(`${start}(?:${phrases.join('|')})|${listed}`, 'gu');
}

function leading(phrases: readonly string[]): RegExp {
  return new RegExp(`${start}(?:${phrases.join('|')})`, 'gu');
}
