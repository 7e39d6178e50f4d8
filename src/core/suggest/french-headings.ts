import type { MadeQuestion } from './suggestion.ts';

/** Nouns that head a heading, and how one asks for what they name. */
const asked: Readonly<Record<string, string>> = {
  durée: 'Quelle est la',
  montant: 'Quel est le',
  montants: 'Quels sont les',
  taux: 'Quel est le',
  tarif: 'Quel est le',
  tarifs: 'Quels sont les',
  prix: 'Quel est le',
  coût: 'Quel est le',
  budget: 'Quel est le',
  plafond: 'Quel est le',
  plafonds: 'Quels sont les',
  seuils: 'Quels sont les',
  délai: 'Quel est le',
  délais: 'Quels sont les',
  date: 'Quelle est la',
  dates: 'Quelles sont les',
  calendrier: 'Quel est le',
  horaires: 'Quels sont les',
  conditions: 'Quelles sont les',
  modalités: 'Quelles sont les',
  critères: 'Quels sont les',
  règles: 'Quelles sont les',
  étapes: 'Quelles sont les',
  bénéficiaires: 'Qui sont les',
  pièces: 'Quelles sont les',
  documents: 'Quels sont les',
  missions: 'Quelles sont les',
  obligations: 'Quelles sont les',
  droits: 'Quels sont les',
  sanctions: 'Quelles sont les',
  pénalités: 'Quelles sont les',
  composition: 'Quelle est la',
  objectifs: 'Quels sont les',
  procédure: 'Quelle est la',
  rôle: 'Quel est le',
  compétences: 'Quelles sont les',
  nombre: 'Quel est le',
  consignes: 'Quelles sont les',
  travaux: 'Quels sont les',
};
const verbs =
  'accéder|annuler|acheter|calculer|choisir|comprendre|consulter|contacter|contribuer|créer|déclarer|demander|déposer|faire|gérer|installer|inviter|lancer|mesurer|modifier|obtenir|organiser|payer|poser|préparer|publier|recruter|rédiger|rejoindre|remplir|renouveler|réserver|respecter|signaler|suivre|transmettre|utiliser|tester';
const infinitive = new RegExp(`^(?:(?:s['’]inscrire|se (?:former|connecter))|(?:${verbs})) `, 'iu');
const interrogative =
  /^(?:comment|quand|combien|pourquoi|où|qui (?:est|sont|peut|peuvent|doit|contacter|décide|fait)|quel(?:le)?s? |à qui|à quoi|de quoi|qu['’]est-ce|que faire|que se passe|est-ce|puis-je|dois-je|faut-il|peut-on|ai-je)/iu;
/** Numbering, with the word for what is numbered. */
const numbering =
  /^(?:(?:article|chapitre|titre|section|partie|annexe|fiche|étape|critère)\s+(?:\d+(?:er)?|[ivx]+|[a-z])(?:[.-]\d+)*|(?:\d+|[ivx]+|[a-z])(?:[.-]\d+)*(?=\s?[.)–—:-]|°)|\d+(?:\.\d+)+|\d{1,2}(?= \p{Lu}))\s*[.)°–—:-]*\s*/iu;
/** They say where one is in a text, not what it is about. */
const empty =
  /^(?:introduction|contexte|préambule|annexes?|contacts?|sommaire|table des matières|signatures?|objet|références?|divers|visas?|conclusion|généralités|définitions?|résumé|remarques?|notes?|à retenir|en bref|exemples?|liens?|sources?|ressources|informations? (?:pratiques|générales|complémentaires)|dispositions (?:générales|diverses|finales)|pour en savoir plus|en savoir plus|pièces? jointes?|ordre du jour|exposé(?: des motifs)?|principes?|situation|propositions?|projet|origine|emploi|séances?|points? particuliers?|(?:les )?chiffres|à noter|motifs|constats?|période|rattachement|profil|dossiers?|descriptions?|impacts?|important|déroulé|objectifs?|avant-propos|suites|travaux|le service|l['’]établissement|feuil\d+|sheet ?\d*|slide ?\d*)$/iu;

/** What the noun is of, after it. */
const complement = /^(?<of> (?:d[eu]s? |d['’]|à |pour |par )[^,;:(–—]+)?(?:$|[,;:(–—])/iu;

/** A question for what stands under a heading. */
export function askForFrenchHeading(heading: string, title: string | null): MadeQuestion | null {
  const bare = heading
    .replace(numbering, '')
    .replace(/\s*[:.]\s*$/, '')
    .trim();
  if (bare.length < 6 || empty.test(bare)) return null;
  if (bare.endsWith('?') || interrogative.test(bare))
    return { kind: 'asked', text: `${bare.charAt(0).toUpperCase()}${bare.slice(1).replace(/\s*\?$/, '')} ?` };
  const [first = ''] = bare.toLowerCase().split(/[\s,:]/);
  const beginning = Object.hasOwn(asked, first) ? asked[first] : undefined;
  const found = complement.exec(bare.slice(first.length));
  if (beginning && found)
    return { kind: 'topic', text: `${beginning} ${first}${found.groups?.of?.trimEnd() ?? ''} ?` };
  if (infinitive.test(bare))
    return { kind: 'topic', text: `Comment ${bare.charAt(0).toLowerCase()}${bare.slice(1)} ?` };
  if (title === null || bare.split(' ').length > 9) return null;
  return { kind: 'heading', text: `Que ${verbOf(title)} ${title} à propos de « ${bare} » ?` };
}

/** Texts that rule, and those that tell. */
function verbOf(title: string): string {
  return /^\P{L}*(?:règlement|charte|délibération|convention|plan|programme|accord|protocole|marché|ccap|cctp|décision|arrêté|loi|décret|avenant|contrat|cahier|budget|dél)/iu.test(
    title,
  )
    ? 'prévoit'
    : 'dit';
}
