import type { Language } from '../document.ts';
import { fold } from '../find/fold.ts';
import { stem } from '../find/stem.ts';

/**
 * Words that say about the same where rules and procedures are told: a line is a group, by spaces. Common knowledge of the
 * languages, made for no set of documents. Words that share their first letters meet without it (`rootOf`), opposites and words
 * that count (« premier », « chaque ») are for other checks.
 */
const groups: Readonly<Record<Language, string>> = {
  fr: `
déclarer signaler informer prévenir avertir aviser notifier indiquer annoncer communiquer transmettre
choisir décider désigner sélectionner opter retenir trancher
demander réclamer solliciter exiger requérir
recevoir percevoir toucher obtenir bénéficier
fournir remettre produire joindre présenter apporter transmettre adresser envoyer déposer
considérer réputer regarder estimer juger tenir
commencer démarrer débuter courir partir ouvrir
finir terminer achever cesser clore expirer échéance fin issue terme
durer valoir valable valide validité
dépôt réception envoi saisine arrivée
permettre autoriser pouvoir possible possibilité habiliter droit faculté
interdire défendre prohiber proscrire exclure
devoir obligatoire obligation imposer exiger nécessaire nécessiter falloir tenu contraindre astreindre impératif
conseiller recommander préconiser préférable souhaitable
payer verser régler acquitter rémunérer versement paiement règlement
coûter coût prix tarif montant somme
gratuit gratuité offert
augmenter majorer accroître hausse relever élever
diminuer réduire baisser abaisser minorer
prolonger proroger allonger étendre reconduire renouveler
délai durée période temps laps
date jour moment
oral voix verbal oralement
écrit courrier lettre
courriel mail électronique mél
téléphone appel téléphonique
dispenser exempter exonérer
aider assister seconder accompagner épauler soutenir appuyer
remplacer suppléer substituer
superviser encadrer diriger piloter coordonner veiller surveiller contrôler
examiner étudier analyser vérifier instruire regarder
appliquer exécuter respecter suivre
créer établir constituer former instaurer instituer fonder
supprimer retirer enlever effacer ôter annuler
garder conserver maintenir préserver
protéger sécuriser garantir assurer
utiliser employer recourir servir usage exploiter
comprendre inclure comporter contenir intégrer englober composer
lister énumérer liste énumération recenser
concerner viser porter toucher
correspondre équivaloir
trouver situer localiser installer implanter
montrer afficher présenter indiquer mentionner figurer préciser
cacher masquer dissimuler
appeler nommer dénommer baptiser
nommer désigner désignation
faute manque défaut absence
retard tardif
rapide vite rapidement immédiat aussitôt instantané immédiatement
important essentiel majeur principal capital
petit faible réduit modeste
grand large vaste important
bon meilleur mieux favorable
mauvais défavorable
difficile compliqué ardu
facile simple aisé facilement
clair net
équivoque ambigu ambiguïté
personne individu quiconque usager intéressé particulier
salarié employé travailleur agent collaborateur personnel
employeur entreprise patron
chef responsable dirigeant supérieur encadrant
maire mairie commune municipal municipalité
administration service autorité organisme
juge tribunal juridiction judiciaire
recours contestation contester réclamation
rejet refus rejeter refuser
accord acceptation accepter accorder consentir consentement
document pièce justificatif dossier papier
formulaire imprimé cerfa
logement habitation domicile résidence
travail emploi poste activité métier profession
congé vacances repos
réunion séance rencontre
formation apprentissage stage
élève enfant écolier
étudiant université universitaire
but objectif finalité visée
raison motif cause
effet conséquence résultat répercussion
moyen outil instrument dispositif
manière façon mode modalité
règle disposition norme prescription
loi législation légal
partie part portion
place lieu endroit emplacement site
guerre conflit bataille
roi souverain monarque royal
habitant population
naître naissance
mourir décès décéder mort
habiter vivre résider
écrire rédiger
lire lecture
parler discuter échanger
penser croire estimer
vouloir souhaiter désirer
essayer tenter tester
changer modifier évoluer transformer changement modification
arriver survenir intervenir produire survenance
rester demeurer subsister
dépasser excéder
atteindre toucher parvenir
gérer administrer gestion
acheter achat acquérir acquisition
vendre vente céder
donner attribuer accorder octroyer conférer allouer
perdre perte
oublier omettre négliger
numériser scanner scan
périmé expiré
expérience vécu
succès réussite réussir
erreur faute
problème difficulté souci
danger risque
urgent urgence
`,
  en: `
use employ utilize
allow permit enable let
must require need necessary mandatory
begin start launch
end finish terminate stop
create make build set
delete remove erase drop
get obtain receive acquire
give provide supply offer grant
show display indicate
tell inform notify
choose select pick
buy purchase
help assist support
keep retain store maintain
change modify alter edit update
check verify control
protect secure safeguard
big large great
small little
important essential key
quick fast rapid
person individual user people
job work employment
country nation state
rule regulation
aim goal purpose objective
way method manner
cost price fee
increase raise grow
decrease reduce lower
happen occur
contain include comprise
`,
};

const known = new Map<Language, ReadonlyMap<string, readonly string[]>>();

/** Stems of the words that say about the same as one, by its stem; a word may be of several groups. */
export function synonymsOf(word: string, language: Language): readonly string[] {
  let byStem = known.get(language);
  if (byStem === undefined) {
    byStem = readGroups(language);
    known.set(language, byStem);
  }
  return byStem.get(word) ?? [];
}

function readGroups(language: Language): ReadonlyMap<string, readonly string[]> {
  const byStem = new Map<string, Set<string>>();
  for (const line of groups[language].trim().split('\n')) {
    const stems = [...new Set(line.split(' ').map((word) => stem(fold(word), language)))];
    for (const one of stems)
      byStem.set(one, new Set([...(byStem.get(one) ?? []), ...stems.filter((other) => other !== one)]));
  }
  return new Map([...byStem].map(([one, others]) => [one, [...others]]));
}
