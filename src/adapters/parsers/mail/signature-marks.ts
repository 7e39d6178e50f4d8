import { tunables } from '../../../../config/tunables.ts';

const { signatureCharacters, signatureLines } = tunables.mail;

const dashes = /^--\s?$/;
const device =
  /^(envoyé (de|depuis|à partir de) (mon|ma|mes|outlook|l['’]application|yahoo|proton|gmail)|sent from (my|outlook|mail for|yahoo|proton|samsung)|von meinem .{2,40} gesendet|gesendet (von|mit) |get outlook for|télécharge[rz] outlook|obtenir outlook|obtenez outlook|provenance : courrier|téléchargez ? outlook)/i;
const disclaimer =
  /^\W{0,4}(ce (message|courriel|mail|e-?mail|courrier électronique)\b.{0,120}(confidentiel|destin|strictement|usage exclusif)|(ce|le présent) (message|courriel).{0,40}pièces? jointes?|avis de confidentialité|confidentiality (notice|note)|this (e-?mail|message|communication)\b.{0,160}(confidential|intended|privileged)|the information (contained )?in this (e-?mail|message)|disclaimer\b|diese e-?mail\b.{0,160}(vertraulich|bestimmt)|(afin de )?(préserve[rz]|pensez à) l['’]environnement|pensez .{0,40}avant d['’]imprimer|n['’]imprimez ce (message|courriel|mail)|please consider the environment|this orange multi media message)/i;
const closing =
  /^(bien |très |plus )?(cordialement|sincèrement|respectueusement|amicalement|salutations( distinguées| cordiales)?|à vous|bonne (journée|réception|fin de journée|soirée)|best|regards|(best|kind|warm|many) regards|kindest regards|yours( sincerely| faithfully| truly)?|sincerely|all the best|mit freundlichen grüßen|mit besten grüßen|freundliche grüße|viele grüße|beste grüße|mfg|cdlt|cdt)\b[\s,.!]*(à vous[\s,.!]*)?$/i;
const contact =
  /(?:\+\d{2}|\b0\d)(?:[\s.()-]{0,2}\d){7,10}\b|[\w.+-]{1,64}@[\w-]{1,64}\.\w{2,}|\bwww\.|https?:\/\/|\b\d{5}\s+\p{Lu}|\btél\b|\b(?:direction|service|bureau|ministère|mairie|préfecture|département)\b/iu;
const longestContactLine = 120;

/**
 * The line (or block) with which the signature opens, `null` when there is none: dashes, a telephone's own words, a legal
 * notice, or a closing formula above somebody's name and address. A signature stands at the end and is short.
 */
export function findSignature(lines: readonly string[]): number | null {
  let left = 0;
  let filled = 0;
  let found: number | null = null;
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at]?.trim() ?? '';
    left += line.length;
    if (line !== '') filled += 1;
    // A legal notice is long by nature and follows the signature: what stands above is judged without it.
    if (line !== '' && disclaimer.test(line)) {
      found = at;
      left = 0;
      filled = 0;
    }
    if (left > signatureCharacters || filled > signatureLines) break;
    if (dashes.test(line) || device.test(line)) found = at;
    else if (closing.test(line) && isContact(lines.slice(at + 1, found ?? lines.length), found !== null))
      found = at;
  }
  return found;
}

// Short lines, one of which tells where to find the person.
function isContact(lines: readonly string[], signed: boolean): boolean {
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
  return (
    filled.every((line) => line.length <= longestContactLine) &&
    (signed || filled.some((line) => contact.test(line)))
  );
}
