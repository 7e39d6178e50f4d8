/**
 * What people in French administrations say, and what their documents write: a line is what may be said, `>`, what is
 * written for it, by commas; the written forms do not stand for what is said. Common knowledge of the language, made for
 * no set of documents.
 */
export const spokenWords = `
salaire, paye > rémunération, traitement
fiche de paie, fiche de paye, fiche de salaire > bulletin de paie
prime > indemnité, régime indemnitaire
boulot, job, taf > travail, emploi, poste
chef, patron, manager, hiérarchie > supérieur hiérarchique, encadrant, responsable
salarié, employé > agent
embaucher > recrutement, recruter
virer > licenciement, révocation
vacances > congés, congés annuels
jour de repos, jour off > repos, réduction du temps de travail
arrêt maladie, congé maladie > congé de maladie, arrêt de travail
malade > maladie, congé de maladie
congé mat > congé de maternité
enceinte > grossesse, maternité
bébé > enfant, naissance, nourrisson
papa > père, paternité
maman > mère, maternité
mort, mourir > décès
enterrement > obsèques, décès
mi-temps > temps partiel
heures sup > heures supplémentaires
travailler à la maison, travailler à distance > télétravail
home office, homeworking > télétravail
bosser > travailler, travail
badger > badgeage, pointage
entretien annuel > entretien professionnel
note de frais > remboursement, frais de déplacement, frais de mission
déplacement pro, voyage pro, déplacement professionnel > mission, ordre de mission, frais de déplacement
ticket resto, ticket restaurant > titre-restaurant
resto > restaurant, restauration
cantine > restauration, restaurant administratif
mutuelle > complémentaire santé, protection sociale complémentaire
nounou, nourrice > assistante maternelle
handicapé > travailleur handicapé, situation de handicap
syndicat > organisation syndicale
puni, punition > sanction disciplinaire, sanction
intérimaire, remplaçant > remplacement, suppléance, suppléant
démissionner > démission
blessé, blessure > accident de travail, accident de service
acheter > achat, acquisition, commande
appel d'offres > marché public, mise en concurrence, consultation
fournisseur, prestataire > titulaire, cocontractant
payer > mandatement, règlement
prix, coûter > tarif, montant, coût
gratuit > gratuité, exonération
réduction, ristourne, rabais > abattement, tarif réduit, remise
pv, contravention > amende, procès-verbal
caution > dépôt de garantie, cautionnement
louer > location, mise à disposition, bail
prêter, emprunter > prêt, emprunt, mise à disposition
aide > subvention, aide financière, allocation
argent, fric > financement, crédits, budget
poubelle, ordures > déchets, ordures ménagères, collecte
voiture, auto, bagnole > véhicule
camion > véhicule, poids lourd
vélo > cycle, bicyclette
trottinette > engin de déplacement personnel
se garer, parking, place de parking > stationnement
route, rue > voirie, chaussée, voie
lampadaire > éclairage public
bruit > nuisances sonores, tapage
voisin, voisinage > riverain, voisinage
habitant > administré, usager, résident
chien, chat > animal
abattre un arbre, couper un arbre > abattage
appartement > logement
mairie > commune
garderie > accueil périscolaire, périscolaire
centre aéré, colo > accueil de loisirs, centre de loisirs
asso > association
vieux, personnes âgées > seniors, personnes âgées
tombe, caveau > concession, inhumation, sépulture, chute
carte d'identité > carte nationale d'identité, pièce d'identité
papiers, documents à fournir, papiers à fournir > pièces justificatives, pièces à fournir
déménager > changement d'adresse, changement de résidence
pompiers > sapeurs-pompiers, secours
inondation > crue
voter > vote, scrutin, délibération
ordi, ordinateur, pc > poste de travail, matériel informatique
téléphone, portable, smartphone > téléphone mobile, téléphonie
mail, email, e-mail > messagerie, courriel, courrier électronique
wifi > réseau sans fil
clé usb > support amovible
appli > application, logiciel
bug, panne, plantage > incident, dysfonctionnement
pirater, piratage, hacker, virus > cyberattaque, incident de sécurité
données perso, données personnelles > données à caractère personnel
mdp > mot de passe
photocopieuse, imprimante > copieur, impression
date limite, deadline, dernier délai > échéance, au plus tard, délai
réunion > séance
compte rendu > procès-verbal, relevé de décisions
se plaindre, plainte > réclamation, recours
refuser > refus, rejet
annuler > annulation, résiliation
arrêter, rompre, casser > résiliation, rupture
avertir > informer, aviser, information
rendre > restituer, restitution
perdre, perdu > perte
voler > vol
obligé, obligatoire > obligation
interdit > interdiction, prohibé
jeter, balancer > destruction, élimination
abîmé > dégradation, dommage
se tromper > erreur, rectification
toilettes, wc > sanitaires
retraité > retraite, pension
chômage > allocation de retour à l'emploi, privation d'emploi
logement de fonction > concession de logement, nécessité absolue de service
voiture de service, voiture de fonction > véhicule de service, véhicule de fonction
hosto > hôpital
toubib > médecin
gosse, gamin, môme > enfant
plombier > plomberie
électricien > électricité
piquer > piqûre
brûler > brûlure
opérer > opération, intervention
foot > football
ciné > cinéma
biblio > bibliothèque, médiathèque
crèche > accueil du jeune enfant, petite enfance
`;
