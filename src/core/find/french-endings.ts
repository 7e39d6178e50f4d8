/**
 * Endings that the French stemmer takes for something else, so that two forms of one word had two stems: of « usagers » the
 * plural, of « première » the feminine without its accent, of « remis » and « crédit » a verb. Folded words; the first that fits.
 */
const endings: readonly (readonly [ending: RegExp, instead: string])[] = [
  [/^(b|cor|em|soupir|vitr)aux$/, '$1ail'],
  [/^((?:mi)?lieu|(?:en)?jeu|voeu|aveu|feu|neveu|cheveu|essieu)x$/, '$1'],
  // « emplois », « envois », « octrois »; « chinois » has no other form without its s.
  [/(^lo|plo|nvo|ctro|rno)is$/, '$1i'],
  [/^((?:re|ad|com|per|trans|sou|insou|pro|o|e|compro)?mis)$/, '$1e'],
  [/^((?:com|re|entre|ap|sur|e)?pris|(?:re|ac|con)quis|(?:pre|inde|con)cis)$/, '$1e'],
  [/^(franc|angl|portug|japon|polon|irland|neerland|holland|finland)ais$/, '$1aise'],
  // No verbs: « loyer » would be a « loi ».
  [/^([lf]oyer)s?$/, '$1e'],
  [/(?<!v|^ti)ers$/, 'er'],
  [/ieres?$/, 'ier'],
  [/(g|ll|ch)eres?$/, '$1er'],
  [/([iy])ees?$/, '$1e'],
  [/([nsx]ion)s$/, '$1'],
  [/its$/, 'it'],
  [
    /^(?!(?:refus|abus|repos|inclus|exclus|reclus|diffus|confus|obtus|intrus|propos|dispos)$)(.{3,}[ou])s$/,
    '$1',
  ],
];

/** The word in a form of which the stemmer makes the stem that it makes of the others. */
export function withPlainEnding(foldedWord: string): string {
  const fitting = endings.find(([ending]) => ending.test(foldedWord));
  return fitting ? foldedWord.replace(...fitting) : foldedWord;
}
