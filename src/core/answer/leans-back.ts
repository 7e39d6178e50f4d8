import type { Language } from '../document.ts';
import { fold } from '../find/fold.ts';

/** Openings of sentences that are only understood with the one before; for folded text. */
const leaning: Readonly<Record<Language, RegExp>> = {
  fr: /^(?:(?:ils?|elles?)(?!\p{L})(?! (?:est|sera|etait) (?:interdit|possible|obligatoire|necessaire|recommande|rappele|prevu|conseille|demande)| (?:faut|convient|y a|existe|s'agit|appartient|suffit))|s'y |y |ce(?:ux|lui|lles?)(?:-ci|-la)? |(?:cet|cette|ces) |ce (?!qu|n'est|sont|dernier point)\p{L}|dans (?:ce|ces|cette|le) (?:premier |second )?cas(?!\p{L})|a (?:defaut|ce titre|cet effet)|toutefois|cependant|neanmoins|en revanche|sinon|par exception|au-dela|leurs? )/u,
  en: /^(?:it(?! is (?:forbidden|possible|mandatory|necessary|recommended))|they|this|these|those|such|he|she|its|their|however|otherwise|in (?:this|that|such) case)(?!\p{L})/u,
};

/** True for a sentence that says « il », « ce délai » or « toutefois » of what the one before it said. */
export function leansBack(sentence: string, language: Language): boolean {
  return leaning[language].test(fold(sentence).trimStart());
}
