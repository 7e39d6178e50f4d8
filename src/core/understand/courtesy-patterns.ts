/**
 * What people say around a question, for folded text, French and English together. Openings stand before it, closings after
 * it. Verbs of telling need « me », « nous » where they could be what is asked (« pouvez-vous donner des jours ? »).
 */
const tell = 'dire|indiquer|expliquer|preciser|rappeler|confirmer|renseigner|informer|eclairer';
const give = `${tell}|donner|montrer|communiquer|fournir|trouver|aider a (?:savoir|comprendre|trouver)`;
const about = `(?: (?:sur|concernant|(?:a propos|au sujet) (?:de|du|des|d')|relati(?:f|ve)s? (?:a|aux?)|about|on|regarding))?`;
const information = `(?:(?:une?|des|d'|les?|l'|quelques|plus d'|any|some|more) ?)?(?:informations?|infos?|renseignements?|precisions?|idees?|details?|ideas?|question)`;
const please = "(?:s'il (?:te|vous) plait|svp|stp|please|pls)";

const openings = [
  // Greetings
  "(?:bonjour|bonsoir|salut|coucou|bjr|hello|hi|hey|good (?:morning|afternoon|evening))(?: (?:a )?(?:tous|toutes|vous|toi|there|all|everyone|team|madame|monsieur|sourcier))*(?= ?[,.!:;\\n–-]| (?!de |du |des |d'|le |la |les |in |from ))",
  '(?:(?:chers?|cheres?) collegues?|excusez?[- ]moi|pardon|desolee?|excuse me|sorry)(?= ?[,.!:;–-])',
  please,
  // Can you tell me
  `(?:est[- ]ce que )?(?:(?:tu|vous) )?(?:peux|pouvez|pourriez|pourrais|saurais|sauriez|veux|voulez|voudriez)(?:[- ](?:tu|vous))?(?: bien)?(?:,? ${please},?)? (?:(?:me |nous |m')(?:${give})|(?:${tell}))`,
  `(?:serait|est)[- ]il possible de (?:me |nous |m')(?:${give})`,
  `(?:merci de|veuillez|prie(?:re)? de) (?:bien vouloir )?(?:me |nous |m')(?:${give})`,
  `(?:please,? )?(?:can|could|would|will) you (?:please |kindly )?(?:(?:tell|show|give|remind|help|inform) (?:me|us)|explain(?: to (?:me|us))?|clarify|confirm)(?: (?:know|understand|find))?`,
  // Tell me
  '(?:dis|dites|indique|indiquez|explique|expliquez|donne|donnez|rappelle|rappelez|precise|precisez|montre|montrez)[- ](?:moi|nous)',
  '(?:tell|show|give|remind|explain to) (?:me|us)',
  // I would like to know
  "(?:j'aimerais|j'aurais (?:aime|voulu)|je (?:voudrais|souhaite|souhaiterais|veux|desire|cherche a)|nous (?:voudrions|souhaitons|souhaiterions|aimerions|cherchons a)|on (?:aimerait|voudrait)|j'ai besoin de|j'aurais besoin de)(?: bien)? (?:savoir|connaitre|comprendre|(?:te|vous) demander)",
  'je me demand(?:e|ais)',
  "i(?: would|'d)? (?:like|love|want|need|wanted) to (?:know|understand|ask|find out)",
  "i(?: was|'m| am) wondering",
  // Do you know, have you anything about
  '(?:est[- ]ce que (?:tu|vous) )?(?:sais|savez|connais|connaissez|sauriez|saurais)[- ](?:tu|vous)(?! faire)',
  'est[- ]ce que (?:tu|vous) (?:sais|savez|connais|connaissez)',
  'do you know(?: anything)?',
  `(?:(?:as|avez|aurais|auriez)[- ](?:tu|vous)|je (?:cherche|recherche|voudrais|souhaite|veux|souhaiterais)|j'(?:ai besoin d'|aimerais|ai)|y a-t-il|do you have|is there|i (?:need|have|am looking for)|i'm looking for)(?: avoir| obtenir| trouver)? ?${information}${about}`,
  `(?:des |les |quelques |une? )?(?:informations?|infos?|renseignements?|precisions?) (?=sur |concernant |a propos |au sujet |about |on )(?:sur|concernant|a propos (?:de|du|des)|au sujet (?:de|du|des)|about|on)`,
  `je (?:re)?cherche(?! a )`,
  // Where can I find
  "ou (?:puis[- ]je|peut[- ]on|pouvons[- ]nous|est[- ]ce qu(?:e je peux|'on peut)) trouver",
  'where (?:can|could|do) (?:i|we) find',
  // What the documents say
  "(?:que |qu')(?:disent|dit|indiquent|prevoient) (?:les|nos|tes|vos|mes) (?:documents|textes|sources|fichiers) (?:sur|a propos d(?:e|u|es)|au sujet d(?:e|u|es)|concernant)",
  "(?:selon|d'apres|dans) (?:les|nos|tes|vos|mes) (?:documents|sources|fichiers)",
  'what do (?:the|our|your|my) (?:documents|files|sources) say about',
  '(?:according to|in) (?:the|our|your|my) (?:documents|files|sources)',
];
const closings = [
  "(?:(?:avec |un grand |tous mes )?mercis?|je (?:vous|te) remercie|nous (?:vous|te) remercions|thanks?(?: you)?)(?: (?:d'avance|par avance|beaucoup|bien|infiniment|encore|a (?:toi|vous|tous)|(?:pour|de) (?:votre|ton|l'|vos|tes|ta|toute votre)? ?(?:aide|reponses?|retours?|temps|attention)|a lot|in advance|so much|very much|for your (?:help|time)))*",
  '(?:(?:bien |tres )?cordialement|cdt)(?:,? \\p{L}+){0,3}|bien a (?:vous|toi)|bonne (?:journee|soiree|fin de journee)|(?:best |kind )?regards|cheers|a bientot|have a (?:nice|good) day',
];

const between = '[\\s,;:!.?…–-]*';

/** What stands before a question, with the signs after it. */
export const opening = new RegExp(`^(?:${openings.join('|')})(?!\\p{L})${between}`, 'u');
/** What stands after it: by itself, or, where it can only be meant so, right behind the last word. */
export const closing = new RegExp(
  `(?:(?<=[.!?…,;:»)–-] ?)(?:${closings.join('|')})|(?<= )(?:${please}|merci (?:d'avance|par avance|beaucoup)|thanks in advance))[\\s,;:!.…–-]*$`,
  'u',
);
