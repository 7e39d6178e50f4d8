import type { Language } from '../document.ts';
import { fold } from '../find/fold.ts';
import { stem } from '../find/stem.ts';

/**
 * Words that can be asked of nearly anything, and so say nothing of what a question is about: « quel est le délai ? »
 * leans on what was said before. Compared by their stems.
 */
const french = `
délai montant prix tarif coût coûter coûte durée durer dure condition pièce justificatif document démarche procédure
formulaire étape critère exception sanction plafond taux seuil maximum minimum limite date début fin période
bénéficier bénéficiaire droit avoir obtenir demander demande dossier fournir joindre envoyer déposer remplir signer payer
commencer finir fonctionner passer exemple détail précision information renseignement question réponse raison
différence avantage inconvénient risque conséquence personne responsable contact adresse horaire lieu endroit moment
pouvoir vouloir savoir devoir dire dit dits expliquer préciser aller venir trouver mettre prendre rester
premier deuxième second seconde troisième dernier suivant précédent longtemps temps souvent fois nombre total exact obligatoire possible nécessaire gratuit payant cher
oui non merci bonjour ok plaît accord encore déjà toujours jamais maintenant vraiment exactement concrètement
texte article source passage référence preuve prouver justifier appuyer écrire écrit appeler prévenir contacter adresser quelqu quelqu'un
faut faudra vaut existe existent concerne concerner concerné changer change prévu prévoit prévoir valable
`;

const english = `
price pricing cost fee deadline condition requirement step procedure option detail example difference advantage
disadvantage benefit risk reason limit maximum minimum date start end period duration long number many much total
get obtain ask request provide send pay begin finish work happen need want know tell mean explain give go come find take
make use used using possible necessary mandatory free expensive information issue problem question answer
please thanks thank yes no ok hi hello sorry sure really exactly always never still now again yet actually
kind kinds sort way thing things people person place time times policy policies about able let like
take took happen end ended outcome sound sounds function different called call
`;

const words: Readonly<Record<Language, ReadonlySet<string>>> = {
  fr: stemsOf(french, 'fr'),
  en: stemsOf(english, 'en'),
};

/** True for a folded word that does not tell one subject from another. */
export function isGeneric(foldedWord: string, language: Language): boolean {
  return words[language].has(stem(foldedWord, language));
}

function stemsOf(list: string, language: Language): ReadonlySet<string> {
  return new Set(
    fold(list)
      .trim()
      .split(' ')
      .map((word) => stem(word, language)),
  );
}
