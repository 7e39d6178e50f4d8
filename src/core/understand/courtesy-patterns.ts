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
  "(?:(?:re[- ])?bonjour|bonsoir|salut|slt|coucou|bjr|hello|hi|hey|dear (?:all|team)|good (?:morning|afternoon|evening))(?: (?:a )?(?:tous|toutes|vous|toi|there|all|everyone|team|madame|monsieur|sourcier))*(?= ?[,.!:;–-]| (?!de |du |des |d'|le |la |les |in |from ))",
  '(?:chere?s? (?:collegues?|assistante?)|madame,? monsieur|excusez?[- ]moi|pardon|excuse me|ok merci|ok thanks|urgent|help|au secours)(?= ?[,.!:;–-])',
  '(?:desolee?s?|dsl|sorry|apologies)(?: (?:de (?:vous |te )?(?:deranger|embeter)(?: avec ca)?|pour le derangement|si la question a deja ete posee|to bother you|if this (?:has been|was) asked before))?(?:,? (?:mais|but))?',
  "(?:une |un |ma |a |j'? ?ai une |i have a )?(?:(?:petite?|autre|simple|quick|dumb|silly|stupid) )?question(?: (?:rapide|bete|simple|idiote))?(?: (?:surement|sans doute|peut[- ]etre))?(?= ?[,.!:;–-]| (?:mais|but) )(?:,? (?:mais|but))?",
  please,
  '(?:(?:ok|super|parfait|tres bien|great),? )?(?:merci|thanks|thank you)(?: (?:beaucoup|bien|a (?:toi|vous)|a lot))?(?= ?[,.!;:–-])',
  // Another subject
  "(?:et |mais |ah |tiens )?(?:au fait|pour finir|autre (?:chose|question|sujet)|je change de sujet|(?:ca n'a |sans |aucun )?(?:rien a voir|rapport)|nouvelle question|question suivante|par ailleurs|a part (?:ca|cela)|sinon|by the way|another (?:question|thing)|on another (?:note|subject))(?= ?[,.:;!–-])",
  // Can you tell me
  `(?:est[- ]ce que )?(?:(?:tu|vous) )?(?:peux|pouvez|pourriez|pourrais|saurais|sauriez|veux|voulez|voudriez)(?:[- ](?:tu|vous))?(?: bien)?(?:,? ${please},?)? (?:(?:me |nous |m')(?:${give})|(?:${tell}))`,
  `(?:serait|est)[- ]il possible de (?:me |nous |m')(?:${give})`,
  `(?:merci de|veuillez|prie(?:re)? de) (?:bien vouloir )?(?:me |nous |m')(?:${give})`,
  `(?:please,? )?(?:can|could|would|will) (?:you|u) (?:please |pls |kindly )?(?:(?:tell|show|give|remind|help|inform) (?:me|us)|explain(?: to (?:me|us))?|clarify|confirm)(?: (?:know|understand|find))?`,
  // Tell me
  '(?:dis|dites|indique|indiquez|explique|expliquez|donne|donnez|rappelle|rappelez|precise|precisez|montre|montrez)[- ](?:moi|nous)',
  '(?:tell|show|give|remind|explain to) (?:me|us)',
  // I would like to know
  "(?:j' ?aimerais?|jaimerais?|j'aurais (?:aime|voulu)|je (?:voudrais?|souhaite|souhaiterais?|veux|desire|cherche a)|nous (?:voudrions|souhaitons|souhaiterions|aimerions|cherchons a)|on (?:aimerait|voudrait)|j'ai besoin de|j'aurais besoin de)(?: bien)? (?:savoir|connaitre|comprendre|(?:te|vous) demander)",
  'je me demand(?:e|ais)(?: si)?',
  "i(?: would|'d)? (?:like|love|want|need|wanted) to (?:know|understand|ask|find out)",
  "i(?: was|'m| am) wondering",
  // Do you know, have you anything about
  '(?:est[- ]ce que (?:tu|vous) )?(?:sais|savez|connais|connaissez|sauriez|saurais)[- ](?:tu|vous)(?! faire)',
  "(?:est[- ]ce que |est[- ]ce qu'|y a-t-il )?(?:quelqu'?un|qqu?n|quelqun|anyone|anybody|someone)(?: (?:qui|who))? (?:sait|saurait|knows?|connait|(?:peut|pourrait|can|could) (?:me |nous )?(?:dire|renseigner|expliquer|tell me|explain))",
  'does (?:anyone|anybody|someone) know',
  '(?:sait[- ]on|do we know|any idea|would it be possible to know|en fait|(?:et|and|ok) (?:sinon|also|otherwise))',
  `(?:est[- ]ce )?(?:que c'est )?possible d'avoir ${information}${about}`,
  '(?:est[- ]ce que )?(?:tu|vous) (?:sais|savez|connais|connaissez)(?! faire)',
  'do you know(?: anything)?',
  `(?:(?:as|avez|aurais|auriez)[- ](?:tu|vous)|je (?:cherche|recherche|voudrais|souhaite|veux|souhaiterais)|j'(?:ai besoin d'|aimerais|ai)|y a-t-il|do you have|is there|i (?:need|have|am looking for)|i'm looking for)(?: avoir| obtenir| trouver)? ?${information}${about}`,
  `(?:des |les |quelques |une? )?(?:informations?|infos?|renseignements?|precisions?) (?=sur |concernant |a propos |au sujet |about |on )(?:sur|concernant|a propos (?:de|du|des)|au sujet (?:de|du|des)|about|on)`,
  `je (?:re)?cherche(?! a )`,
  // Where can I find
  "ou (?:puis[- ]je|peut[- ]on|pouvons[- ]nous|est[- ]ce qu(?:e je peux|'on peut)) trouver",
  'where (?:can|could|do) (?:i|we) find',
  // What happens (if)
  "(?:que |qu'est[- ]ce qu(?:'il |i ))se passe(?:ra)?(?:[- ]t[- ]il)?(?= (?:si|quand|lorsque?|en cas)(?!\\p{L}))",
  '(?:comment )?ca se passe(?: comment)?(?= (?:si|quand|pour|en cas)(?!\\p{L}))',
  'what happens(?= (?:if|when)(?!\\p{L}))',
  // What the documents say
  "(?:que |qu')(?:disent|dit|indiquent|prevoient) (?:les|nos|tes|vos|mes) (?:documents|textes|sources|fichiers) (?:sur|a propos d(?:e|u|es)|au sujet d(?:e|u|es)|concernant)",
  "(?:selon|d'apres|dans) (?:les|nos|tes|vos|mes) (?:documents|sources|fichiers)",
  'what do (?:the|our|your|my) (?:documents|files|sources) say about',
  '(?:according to|in) (?:the|our|your|my) (?:documents|files|sources)',
];
/** Whoever signs, with what they are. */
const signature = '(?:[ ,.]+[\\p{L}.-]+){0,8}';
const closings = [
  '(?:avec |un grand |tous mes )?mercii*s?',
  'm(?:r?c)+i*',
  'thx|tank you|many thanks|thanks?(?: you)?',
  '(?:en )?(?:vous|te) remerciant|(?:je|nous) (?:vous|te) remerci(?:e|ons)',
].map(
  (thanks) =>
    `(?:${thanks})(?: (?:d'?avance|davance|par avance|beaucoup|bcp|bien|infiniment|encore|a (?:toi|vous|tous)|(?:pour|de) (?:me |nous )?(?:repondre|votre|ton|l'|vos|tes|ta|toute votre)? ?(?:rapidement|aide|reponses?|retours?|temps|attention|patience)|a lot|in advance|so much|very much|for your (?:help|time)))*`,
);
closings.push(
  `(?:(?:bien |tres )?cordialement|cdt|respectueusement|(?:best |kind )?regards)${signature}`,
  'veuillez agreer.{0,160}',
  '(?:une|any) idea?e? ?\\??',
  '(?:c|its) urgent',
  'bien a (?:vous|toi)|bonne (?:journee|soiree|fin de journee)|a bientot|(?:best|cheers)(?=,)|have a (?:nice|good) day',
);

const between = '[\\s,;:!.?…–-]*';

/** What stands before a question, with the signs after it. */
export const opening = new RegExp(`^(?:${openings.join('|')})(?!\\p{L})${between}`, 'u');
/** Closings that can only be meant so, right behind the last word too. */
const plainClosings = [
  please,
  "merci (?:d'?avance|davance|par avance|beaucoup|bcp)",
  'mrc|thx|thanks(?: in advance)?',
  '(?:(?:il |ca )?se passe (?:quoi|comment)|comment (?:ca|cela) se passe|what happens)(?: ?\\?)?',
];
/** What stands after it: by itself, or, where it can only be meant so, right behind the last word. */
export const closing = new RegExp(
  `(?:(?<=[.!?…,;»)–] ?)(?:${closings.join('|')})(?:[ ,.]+[\\p{L}.-]+){0,2}|(?<= )(?:${plainClosings.join('|')}))[\\s,;:!.…–-]*$`,
  'u',
);

const asking =
  "combien|quand|ou|qui|que|quoi|quels?|quelles?|comment|pourquoi|lequel|laquelle|est[- ]ce que|qu'est[- ]ce|a (?:qui|quoi|quels?|quelles?)|(?:dans|pour|de|par|en) (?:qui|quoi|quels?|quelles?|combien)|d'ou|what|how|when|where|who|whom|which|why";

/** Where what is said about oneself ends and something else begins: after a sentence, or before what asks. */
export const seam = new RegExp(
  `(?<=[.!?…])[\\s.!?…]+|(?:[,:;–-]+|(?: et| and| mais| but| so| du coup| alors)) (?=(?:${asking})(?!\\p{L})|(?:${openings.join('|')})(?!\\p{L}))`,
  'gu',
);
const askingByVerb =
  "(?:\\p{L}+ )?(?:peut|doit|faut|puis|peux|dois|pouvons|devons|a|ai|est|sont|y a-t)-(?:t-)?(?:je|tu|il|elle|on|nous|vous|ils|elles)|c'est (?:quoi|combien|qui|quand|ou)|jusqu'(?:a quand|ou)|(?:a partir de|depuis) quand|(?:can|may|must|do|does|is|are) (?:i|we|you|there|it)";
/** Joins two questions; the word that asks the second one is its group. */
export const joint = new RegExp(
  `,? (?:et|and)(?: aussi| puis| ensuite| also| then)? (?=(${asking}|${askingByVerb})(?!\\p{L}))`,
  'gu',
);
/** Begins as a question does. */
export const asks = new RegExp(`^(?:et |and |mais |but )?(?:${asking})(?!\\p{L})`, 'u');
/** Asks somewhere: by a word that asks, or by a verb before its subject (« peut-on »). */
export const asksSomewhere = new RegExp(
  `(?<![\\p{L}'-])(?:${asking})(?!\\p{L})|-(?:t-)?(?:je|tu|ils?|elles?|on|nous|vous|ce)(?!\\p{L})|(?:^|, )(?:is|are|do|does|did|can|could|may|must|should|will|would|has|have)(?!\\p{L})`,
  'u',
);
/** Speaks of who asks, and of what they do: « mon CET est plein » speaks of what is asked about. */
export const personal =
  /(?<![\p{L}'])(?:[jm]'|(?:je|j(?= (?:ai|e))|jai|jarrive|moi|me|nous|c'est pour|c'est (?:assez |tres )?(?:presse|urgent)|il me faut|i|i'm|i've|ive|we|need this)(?!\p{L}))/u;
