/** The side of a pair of opposites that a word stands on. `denies`: it says no by itself. */
type Side = { readonly concept: string; readonly side: 1 | -1; readonly denies: boolean };

/** Folded words of both sides. `!`: the second side denies, as « interdit » does. */
const pairs = `
! autorise autorisee autorises autorisees autorisation permis permise permet permettent possible permission allowed permitted | interdit interdite interdits interdites interdiction prohibe proscrit defendu impossible forbidden prohibited
! obligatoire obligatoires exige exigee requis requise necessaire mandatory required compulsory necessary | facultatif facultative facultatifs facultatives dispense dispenses dispensee optional
! gratuit gratuite gratuits gratuites gratuitement free | payant payante payants payantes
! accepte acceptee acceptes accorde accordee acceptation approuve approuvee accepted granted approved | refuse refusee refuses refus rejete rejetee rejet refused rejected denied
! ouvert ouverte ouverts ouvertes ouverture open opens | ferme fermee fermes fermees fermeture closed closes
! inclus incluse incluses comprise included including | exclu exclue exclus exclues exclusion excluded excluding
! valable valide valables validite valid | caduc caduque nul perime perimee expire expiree echu echue invalid expired
! complet complete complets completes | incomplet incomplete incomplets incompletes
! recevable recevables admissible | irrecevable irrecevables inadmissible
! legal legale lawful | illegal illegale illegaux unlawful
! regulier reguliere | irregulier irreguliere
! favorable favorables favourable | defavorable defavorables unfavourable
! present presente presents presence | absent absente absents absence
! competent competente | incompetent incompetente
! suffisant suffisante sufficient | insuffisant insuffisante insufficient
! able | unable
minimum minimal minimale | maximum maximal maximale
superieur superieure superieurs superieures above exceed exceeds | inferieur inferieure inferieurs inferieures below
augmente augmentation augmenter hausse increase increased | diminue diminution diminuer baisse reduit reduction decrease decreased
avant before | apres after
debut commencement beginning | fin terme end
public publics publique publiques | prive prives privee privees private
ouvres | ouvrables calendaires
brut brute gross | net nette
ht | ttc
entrant entree entry | sortant sortie exit
ascendant ascendants | descendant descendants
vendeur vendeurs seller | acheteur acheteurs acquereur buyer
majeur majeurs majeure adult adults | mineur mineurs mineure minor minors
premier premiere premiers first | dernier derniere derniers last
`;

export const opposites: ReadonlyMap<string, Side> = read();

function read(): Map<string, Side> {
  const sides = new Map<string, Side>();
  for (const line of pairs.trim().split('\n')) {
    const denies = line.startsWith('! ');
    const [positive = '', negative = ''] = line.replace(/^! /, '').split(' | ');
    const words = positive.split(' ');
    const concept = `±${words[0] ?? ''}`;
    for (const word of words) sides.set(word, { concept, side: 1, denies: false });
    for (const word of negative.split(' ')) sides.set(word, { concept, side: -1, denies });
  }
  // No stems: « paiement » and « payant » have one. Endings that make no word of the other side.
  for (const [word, side] of [...sides])
    for (const ending of ['s', 'e', 'es']) if (!sides.has(word + ending)) sides.set(word + ending, side);
  return sides;
}

/** The concept of what is allowed or not. */
export const permission = '±autorise';
