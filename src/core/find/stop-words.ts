import type { Language } from '../document.ts';
import { fold } from './fold.ts';

/**
 * Words that carry no subject, written by hand: general lists also drop words that people look for in an
 * administration (« personne », « pièce », « ouvert », "member", "page"). Negations and numbers stay searchable.
 */
const french = `
le la les un une des du de au aux ce cet cette ces celui celle ceux celles ci ceci cela ca
je tu il elle on nous vous ils elles me te se lui leur leurs y en moi toi soi eux
mon ma mes ton ta tes son sa ses notre nos votre vos
qui que quoi dont ou quel quelle quels quelles lequel laquelle lesquels lesquelles auquel auxquels auxquelles
duquel desquels desquelles
et ni mais donc or car si comme quand lorsque puisque quoique
a dans par pour sur sous vers avec sans chez entre depuis pendant des lors afin ainsi alors aussi
comment pourquoi combien aujourd hui
etre suis es est sommes etes sont etais etait etions etiez etaient fus fut furent serai seras sera serons serez
seront serais serait seraient sois soit soyons soyez soient ete etant
avoir ai as avons avez ont avais avait avions aviez avaient eus eut eurent aurai auras aura aurons aurez auront
aurais aurait auraient aie aies ait ayons ayez aient eu ayant
faire fais fait faites font faut
peux peut peuvent pouvez pouvons puis puisse dois doit doivent devez devons
tres plus tout tous toute toutes meme memes autre autres
c d j l m n s t qu jusqu lorsqu puisqu quoiqu presqu quelqu
`;

const english = `
a an the this that these those
i you he she it we they me him her us them my your his its our their mine yours
who whom whose which what when where why how
and or but nor so if then than as because while
of in on at by for with from to into onto about over under between through during before after
is am are was were be been being do does did doing done have has had having
can could will would shall should may might must
there here also just too very all any some such each other own same more most
s t d ll re ve m don doesn didn isn aren wasn weren won wouldn couldn shouldn hasn haven hadn
`;

const words: Readonly<Record<Language, ReadonlySet<string>>> = {
  fr: wordSet(french),
  en: wordSet(english),
};

/** True for a folded word that says nothing of the subject in this language. */
export function isStopWord(foldedWord: string, language: Language): boolean {
  return words[language].has(foldedWord);
}

function wordSet(list: string): ReadonlySet<string> {
  return new Set(fold(list).trim().split(' '));
}
