import type { Language } from '../document.ts';

/** How a language shows that a question leans on what was said before; all for folded text (see `fold()`). */
export type FollowUpPatterns = {
  readonly continues: RegExp;
  /** What is named before the question about it: « et le marché de Noël, c'est où ? ». */
  readonly names: RegExp;
  /** A pronoun for what is named behind it: « c'est combien la prime de fin d'année ? ». */
  readonly announces: RegExp;
  /** What stands before what was meant: « non, je parlais du… ». */
  readonly corrects: RegExp;
  /** « pas un titulaire » at the start: its group is what was not meant. */
  readonly rejects: RegExp;
  readonly compares: RegExp;
  /** Pronouns that want an antecedent. */
  readonly pronouns: RegExp;
  /** End of what stands before an inverted pronoun: its verb. */
  readonly inversion: RegExp;
  /** « cette prime », "this song": always something that was named before. */
  readonly demonstratives: RegExp;
  /** Wants an antecedent only when hardly anything else is said: « gérer son code source » does not. */
  readonly possessives: RegExp;
  /** What looks like one of these and is not: « il faut », « cette année », "is it possible". */
  readonly innocent: RegExp;
  /** Opens a condition: « pour les enfants ? », « si on habite loin », « juste un week-end ». */
  readonly narrows: RegExp;
  /** Tells something of who asks, and wants nothing. */
  readonly states: RegExp;
  /** A thing as known, by an article alone and without what it belongs to: « la caution est de combien ? ». */
  readonly definite: RegExp;
  /** Asks what a word means: one telling word is enough. */
  readonly defines: RegExp;
};

const politeFrench = "oui|non|ok|merci|bien|d'accord|ah";
const politeEnglish = 'yes|no|ok|okay|thanks|thank you|i see|sorry|oops';

export const followUpPatterns: Readonly<Record<Language, FollowUpPatterns>> = {
  fr: {
    continues: opening(
      politeFrench,
      "et|mais|alors|donc|sinon|puis|ensuite|ou bien|du coup|dans ce cas|a l'inverse|au contraire|par contre|idem|pareil|meme (?:chose|question|pour|une?|les?|la|si|en)|qu'en est-il|quid|c'est|quelles? (?:est la |sont les )?differences? avec(?!.* (?:et|entre) )",
    ),
    names:
      /^(?:et |mais )?(?:(?:les?|la|mon|ma|mes|notre|nos) |l')[^,;?]{3,40}, ?(?=(?:c'est|ca|il|elle|ils|elles|on) )/u,
    announces:
      /^(?:(?:et|mais|alors) )?(?:c'?(?: ?est)?|ca (?:\p{L}+ ){1,3}?(?:a )?)(?: ?(?:pour|a))? ?(?:quoi|combien|quand|qui|ou|comment)(?: (?!de )\p{L}+){0,2}? (?=(?:(?:les?|la|une?|des|mon|ma|mes|notre|nos) |l'|d'un)\p{L}{3})/u,
    corrects: correcting(
      politeFrench,
      "je (?:voulais|veux|voudrais) (?:plutot )?(?:dire|parler d(?:e|u|es|'))|je (?:parlais|parle) (?:plutot |bien )?d(?:e|u|es|')|je pensais (?:plutot )?(?:a|aux?)|je me suis (?:mal exprimee?|trompee?)|erreur de ma part|mal compris|(?:tu|vous) (?:confond(?:s|ez)|m'a(?:s|vez) mal compris|n'a(?:s|vez) (?:pas|rien) compris)|(?<=non,? )pardon|(?<=^(?:ah |oh )?non,? )(?:les?|la|du|des|aux?|pour|en|a)(?= [^?,]{1,30}$)|plutot(?! qu[e'])|il s'agi(?:t|ssait) d(?:e|u|es|')|moi c'est|rien a voir",
      'mais |moi |en fait ',
    ),
    rejects: rejecting(
      politeFrench,
      "(?:(?:ce n'est|c'est|et|mais|non) )*pas (?=(?:les?|la|des|du|une?|mon|ma|mes|aux?|pour|celui|celle|ceux|celles) |l')|oublie[sz]? (?=l[ea] |les |l')|je ne (?:demande|parle|cherche) pas ",
      "mais|plutot|c'est",
    ),
    compares: words(
      "(?:l'|d'|une? |les |des |aux? |quels? |quelles? )autres?|autrement|(?:le|la|les|du|au) (?:premiere?|deuxieme|second|seconde|troisieme|derniere?|suivante?|precedente?)s?(?: (?:point|critere|cas|option|etape|formule|condition|alinea|paragraphe|partie))?(?= ?\\?| ?$| (?:est|sont|a|ont|coute|dure|aussi|et|ou)(?![\\p{L}]))|les memes?(?= ?\\?| ?$)|les deux|egalement|aussi|a la place|au lieu",
    ),
    pronouns: new RegExp(
      [
        "(?<![\\p{L}\\p{N}'])(?:(?<!(?:faut|faudra|faudrait)[- ])il|ils|elles?|ca|cela|ceci|celui|celle|ceux|celles|(?<!(?:pour|dans|sur|avec|par|sans) )(?:lequel|laquelle|lesquels|lesquelles)|lui|la-bas|la-dessus)(?![\\p{L}\\p{N}])",
        "(?<=(?:^|[ '])(?:je|tu|on|ils?|elles?|nous|vous) )(?:les? |la |l')(?=\\p{L})",
        "(?<![\\p{L}\\p{N}])(?:[jlnst]|qu)'y(?![\\p{L}])|(?<![\\p{L}\\p{N}'-])y (?=\\p{L})",
        "(?<![\\p{L}\\p{N}])(?<!ou )en (?=benefici|faire|fait|avoir|a |ai |ont |obtenir|demander|profiter|acheter|disposer|est |sont |parle)|[cdln]'en(?![\\p{L}])",
        // A clitic before its verb, not an article: « qui le met à jour », « comment les demander ».
        "(?<=^(?:et |mais )?qui )(?:les?|la|l'|leur)(?![\\p{L}])(?!.*-ils?(?!\\p{L}))|(?<![\\p{L}])l'(?=avoir|obtenir|utiliser|annuler|envoyer|acheter|appeler|aider|oublier|ouvrir|inscrire|eviter)",
        '(?<=(?<!\\p{L})(?:doit|peut|faut|(?:peut|doit|puis|dois|faut)-(?:on|je|il|elle)|pour|sans|comment|ou|me|te|nous|vous) )(?:les?|la) (?!maire|dossier|courrier|loyer|papier|quartier|cahier|chantier|premier|dernier|registre|titre|centre|membre|cadre|ministre|chiffre|foyer|atelier|metier|plaisir|avenir)(?=\\p{L}{2,}(?:er|ir|re)(?![\\p{L}]))',
      ].join('|'),
      'gu',
    ),
    inversion:
      /(?:[\p{L}']+(?:-t)?-|[\p{L}']+ t |(?:est|sont|a|ont|etait|etaient|sera|seront|fut|fait|doit|doivent|peut|peuvent|va|vont) )$/u,
    demonstratives: words("(?:ces?|cet|cette) (?!sont|est|etai|ser|n'|qu|dont)\\p{L}+"),
    possessives: words('son|sa|ses|leurs?'),
    innocent:
      /(?<!\p{L})(?:ils? (?:faut|faudra|y a|est (?:possible|obligatoire|necessaire|interdit|permis|prevu)|existe|convient|suffit)|(?:existe|suffit|convient|vaut)(?:-| )(?:t-)?il|y (?:a|avait|aura)[- ,t]*il|(?:se passe-t|s'est)-il(?: passe)?|est-il (?:possible|obligatoire|necessaire|interdit|permis|prevu|autorise)|qu'est-ce qu(?:e|i)?(?: c'est)?|est[- ]ce qu(?:e|i|')?|s'il (?:vous|te) plait|(?:cet|cette|ces|ce) (?:annees?|mois|semaines?|jours?|soir|matin|ete|hiver|printemps|automne|trimestre|semestre|moment)|ce (?:qui|que|qu'|dont)|ce(?:ux|lui|lles?) qui|elle-meme|lui-meme)(?!\p{L})/gu,
    narrows: opening(
      politeFrench,
      "(?:avec|dans|pour|sans|chez|pendant|apres|avant|depuis|jusqu'|sur|aux?|en|sous|a(?! qui| quoi| quels?| quelles?)|a condition (?:de|que|qu')|meme (?:si|quand|pour|en|avec|dans)|si|disons|sachant qu(?:e|')|juste|seulement|uniquement|rien que|(?:combien|quand|comment|ou|qui)(?: ca fait| c'est)? (?:pour|avec|si|chez|en cas d[e'])|dont|y compris|par exemple|en cas d[e']|\\d[\\d .,]*(?:€|euros?|%|ans?|mois|jours?|semaines?|km|m2|heures?|h))(?! (?:quoi|qui|quels?|quelles?) )",
    ),
    states:
      /^(?!.*(?<!\p{L})(?:voudr|voul|veux|aimer|souhait|cherch|besoin|demand))(?=.*(?<![\p{L}'])(?:[jm]'|(?:je|jai|moi|me|nous|on|mon|ma|mes|notre|nos)(?!\p{L})))/u,
    definite: opening(
      politeFrench,
      "(?:(?:et|mais|alors) )?(?:(?:les?|la) |l')(?!(?:plus|moins|meilleure?|meme)s? )[\\p{L}-]{3,} (?!d[e'])(?!(?:.*[ '])?(?:du|des|de la|de l'|d'une?|aux?|a la|a l'|dans|pour|sur)[ '])[\\p{L}']+",
    ),
    defines: opening(
      politeFrench,
      "qu'est-ce|c'est quoi|que (?:veut dire|signifie)|qui est|ou (?:est|se trouve)|definition",
    ),
  },
  en: {
    continues: opening(
      politeEnglish,
      'and|but|then|so|or|also|what about|how about|otherwise|in that case|same|what if|why not|why so',
    ),
    names: /(?!)/u,
    announces: /(?!)/u,
    corrects: correcting(
      politeEnglish,
      "i (?:mean|meant)|i(?: am|'m) referring to|i was (?:asking|talking) about|you misunderstood|my mistake|correction|are you sure",
      'but |actually |rather ',
    ),
    rejects: rejecting(
      politeEnglish,
      "(?:(?:it is|it's|but|and) )*not (?=the |an? |my |for )|forget (?=the |an? )",
      'but|rather',
    ),
    compares: words(
      'others?|another|else|(?:first|second|third|last|next|previous|former|latter) (?:one|ones|point|option)|the same|similar|instead|both|as well|too|besides|any ?more|is that all|more (?:details|info|information)',
    ),
    pronouns:
      /(?<![\p{L}\p{N}'])(?:it|its|they|them|their|he|she|him|her|his|hers|that|those|there|ones?(?= ?\?|$))(?![\p{L}\p{N}])/gu,
    // "Is the cell alive, and does it move": auxiliaries are function words and need no care.
    inversion: /(?!)/u,
    demonstratives: words('(?:this|these)(?! is the)(?: \\p{L}+)?'),
    possessives: /(?!)/u,
    innocent:
      /\b(?:(?:is|was) it (?:possible|true|necessary|allowed|mandatory|required|legal)|it is (?:possible|not possible|true|necessary|allowed|mandatory)|(?:does|will|would|did) it (?:cost|take)(?= (?:\p{L}+ )?to \p{L})|(?:is|are|was|were|will) there|there (?:is|are|was|were|will|must)|(?:this|these|that) (?:year|month|week|day|morning|summer|winter)s?|(?:heard|think|thought|sure|said|says|know|mean|told|so|such|ensure|confirm|believe|assume) that)\b|(?<=\p{L}{3} )that (?=(?:is|are|was|were|has|have|can|do|does|i|you|we|they|the|a|descended)\b)/gu,
    narrows: opening(
      politeEnglish,
      'for|with|without|during|after|before|in|on|at|until|since|only for|just for|even (?:if|when|for)|given that|assuming',
    ),
    // Who writes English so asks: “I'd like to know more about…”.
    states: /(?!)/u,
    definite: /(?!)/u,
    defines: opening(politeEnglish, "what is an?|what are|what does|what's an?|who is|where is|define"),
  },
};

/** The words at the start of a question, after what politeness puts before them. */
function opening(polite: string, alternatives: string): RegExp {
  return new RegExp(`^(?:(?:${polite})[ ,.!]+)*(?:${alternatives})(?![\\p{L}\\p{N}-])`, 'u');
}

/** One or several ways to say that something else was meant. */
function correcting(polite: string, alternatives: string, before: string): RegExp {
  return new RegExp(
    `^(?:(?:${polite})[ ,.!]+)*(?:(?:${before})*(?:${alternatives})(?:(?<=')|(?![\\p{L}\\p{N}-]))[ ,.:!]*)+`,
    'u',
  );
}

/** What begins so is not meant, up to a sign or to what names the other thing. */
function rejecting(polite: string, alternatives: string, other: string): RegExp {
  return new RegExp(
    `^(?:(?:${polite})[ ,.!]+)*(?:${alternatives})([^,;.!?]*?)(?=[,;.!?]|(?: |^)(?:${other})(?![\\p{L}])|$)`,
    'u',
  );
}

function words(alternatives: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})(?![\\p{L}\\p{N}])`, 'u');
}
