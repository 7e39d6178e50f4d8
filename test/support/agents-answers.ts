import type { Support } from '../../src/core/answer/answer.ts';
import type { OfferedPassage } from '../../src/core/check/evidence.ts';
import type { FindingKind } from '../../src/core/check/verdict.ts';

/** Six passages as an agent's question would find them, written for tests. */
export const offered: readonly OfferedPassage[] = [
  {
    n: 1,
    title: 'Règlement intérieur des congés 2026',
    headings: ['Titre II', 'Congés annuels'],
    date: new Date('2026-01-15'),
    language: 'fr',
    excerpt: `Les agents à temps complet ont droit à vingt-cinq jours ouvrés de congés annuels.
La demande est déposée au moins quinze jours avant le départ auprès du chef de service.
Les jours non pris peuvent être reportés jusqu'au 31 mars 2027 inclus, dans la limite de cinq jours.
Le congé de maternité ne peut pas être fractionné.
Un agent contractuel recruté pour moins de six mois n'a pas droit au compte épargne-temps (CET).
Le CET peut être alimenté par dix jours par an au plus ; son plafond est de 60 jours.
Les congés sont accordés par Mme Claire Morel, directrice des ressources humaines.
Le service est ouvert du lundi au vendredi, sauf le mercredi après-midi.`,
  },
  {
    n: 2,
    title: 'Délibération n° 2026-052 du 18 juin 2026 : tarifs municipaux',
    headings: ['Article 3 : restauration scolaire'],
    date: new Date('2026-06-18'),
    language: 'fr',
    excerpt: `Le conseil municipal fixe les tarifs à compter du 1er septembre 2026.
| Tranche | Quotient | Prix du repas |
| --- | --- | --- |
| A | moins de 500 € | 1,00 € |
| B | de 500 à 900 € | 2,35 € |
| C | plus de 900 € | 4,10 € |
Une réduction de 20 % est accordée à partir du troisième enfant.
Le coût annuel de la restauration s'élève à 1,5 million d'euros pour 11 850 repas servis par mois.
La délibération est adoptée par 27 voix pour et 4 contre, M. Durand s'étant abstenu.
La gratuité est accordée aux agents de la commune, à l'exception des vacataires.`,
  },
  {
    n: 3,
    title: 'Guide des permis de construire',
    headings: ['Instruction'],
    date: new Date('2025-03-02'),
    language: 'fr',
    excerpt: `Le délai d'instruction du permis de construire est de trois mois à compter du dépôt du dossier complet.
Il est de deux mois pour une maison individuelle, en application de l'article R. 423-23 du code de l'urbanisme.
L'affichage sur le terrain est obligatoire pendant toute la durée du chantier.
Le recours des tiers est possible pendant deux mois à compter du premier jour d'affichage.
Une déclaration préalable suffit pour une extension de moins de 20 m².
Il est interdit de commencer les travaux avant la notification de l'arrêté.
Le permis est valable trois ans ; il peut être prorogé deux fois pour une durée d'un an.`,
  },
  {
    n: 4,
    title: 'Marché public n° 2025/114 : entretien des espaces verts',
    headings: ['Cahier des clauses administratives particulières', 'Article 8 : pénalités'],
    date: new Date('2025-11-30'),
    language: 'fr',
    excerpt: `Le marché est conclu avec la société Jardins de l'Ouest pour un montant de 148 500 € HT.
Les pénalités de retard s'élèvent à 150 euros par jour calendaire, sans mise en demeure préalable.
Le paiement intervient dans un délai de 30 jours à réception de la facture.
Le titulaire peut sous-traiter une partie des prestations avec l'accord de l'acheteur.
La reconduction est tacite ; le marché ne peut excéder quatre ans.
Les offres devaient être remises avant le 12 septembre 2025 à 12 h.
Conformément aux articles L. 2113-10 et R. 2142-15 du code de la commande publique, le marché comporte trois lots.`,
  },
  {
    n: 5,
    title: 'Note sur le télétravail',
    headings: [],
    date: new Date('2026-02-10'),
    language: 'fr',
    excerpt: `Le télétravail est ouvert deux jours par semaine au plus, après accord du chef de service.
Aucune indemnité n'est versée au-delà de 220 jours.
L'agent en télétravail est joignable de 9 h 30 à 16 h 30.
Une allocation forfaitaire de 2,88 € par jour est versée dans la limite de 253,44 € par an.
« Le télétravail repose sur le volontariat et la confiance. »
La charte a été signée le 5 février 2026 à Bellerive par le maire, Philippe Aubert.`,
  },
  {
    n: 6,
    title: 'Remote work policy',
    headings: ['Equipment'],
    date: new Date('2026-04-01'),
    language: 'en',
    excerpt: `Employees may work remotely two days a week with the approval of their manager.
The allowance is €2.88 per day, up to €253.44 per year.
The policy was signed on March 1, 2026 and does not apply to interns.`,
  },
];

export type AgentCase = {
  readonly say: string;
  readonly cites: readonly number[];
  readonly support: Support;
  /** Absent: those of the sentence. */
  readonly citations?: readonly number[];
  /** Kind of one of the findings. */
  readonly finding?: FindingKind;
  readonly question?: string;
};

const good = (say: string, ...cites: number[]): AgentCase => ({ say, cites, support: 'supported' });
const wrong = (finding: FindingKind, say: string, ...cites: number[]): AgentCase => ({
  say,
  cites,
  support: 'unsupported',
  finding,
});
const doubtful = (finding: FindingKind, say: string, ...cites: number[]): AgentCase => ({
  say,
  cites,
  support: 'partial',
  finding,
});
const nothing = (say: string): AgentCase => ({ say, cites: [], support: 'not-checked' });
const moved = (say: string, cites: readonly number[], citations: readonly number[]): AgentCase => ({
  say,
  cites,
  support: 'supported',
  citations,
});

/** Sentences of answers as models write them, with what checking must say of each. */
export const cases: readonly AgentCase[] = [
  // Leave
  good('Les agents à temps complet ont droit à 25 jours ouvrés de congés annuels.', 1),
  good('Un agent à temps complet bénéficie de vingt-cinq jours ouvrés de congés par an.', 1),
  wrong('duration', 'Les agents à temps complet ont droit à 27 jours ouvrés de congés annuels.', 1),
  wrong('negation', 'Les agents à temps complet ont droit à 25 jours ouvrables de congés annuels.', 1),
  good('La demande doit être déposée au moins 15 jours avant le départ, auprès du chef de service.', 1),
  wrong(
    'negation',
    'La demande est déposée au plus quinze jours avant le départ auprès du chef de service.',
    1,
  ),
  wrong('duration', 'La demande doit être déposée au moins 15 semaines avant le départ.', 1),
  good("Les jours non pris peuvent être reportés jusqu'au 31/03/2027, dans la limite de 5 jours.", 1),
  good("Les jours non pris peuvent être reportés jusqu'au 31 mars 2027 inclus.", 1),
  wrong('date', "Les jours non pris peuvent être reportés jusqu'au 30 mars 2027.", 1),
  wrong('date', "Les jours non pris peuvent être reportés jusqu'au 31 mars 2026.", 1),
  wrong('negation', 'Le congé de maternité peut être fractionné.', 1),
  good('Le congé de maternité ne peut être fractionné.', 1),
  good("Le fractionnement du congé de maternité n'est pas possible.", 1),
  good("Un agent contractuel recruté pour moins de 6 mois n'a pas droit au CET.", 1),
  wrong(
    'negation',
    'Un agent contractuel recruté pour moins de six mois a droit au compte épargne-temps.',
    1,
  ),
  wrong(
    'negation',
    "Un agent contractuel recruté pour plus de 6 mois n'a pas droit au compte épargne-temps.",
    1,
  ),
  good(
    'Le compte épargne-temps peut être alimenté par 10 jours par an au maximum, avec un plafond de 60 jours.',
    1,
  ),
  good('Le CET a un plafond de soixante jours.', 1),
  wrong('duration', 'Le CET a un plafond de 10 jours.', 1),
  good('Les congés sont accordés par la directrice des ressources humaines, Claire Morel.', 1),
  wrong('name', 'Les congés sont accordés par Mme Claire Martin, directrice des ressources humaines.', 1),
  good('Le service est ouvert du lundi au vendredi, sauf le mercredi après-midi.', 1),
  good('Le service est fermé le mercredi après-midi.', 1),
  wrong('negation', 'Le service est ouvert du lundi au vendredi, y compris le mercredi après-midi.', 1),
  // Deliberations and prices
  good('Pour la tranche B, le prix du repas est de 2,35 €.', 2),
  good('Le repas de la tranche B coûte 2 € 35.', 2),
  wrong('amount', 'Pour la tranche B, le prix du repas est de 4,10 €.', 2),
  wrong('amount', 'Pour la tranche B, le prix du repas est de 2,53 €.', 2),
  good('Les tarifs s’appliquent à compter du 1er septembre 2026.', 2),
  good('Les tarifs municipaux sont fixés à compter du 01/09/2026.', 2),
  wrong('date', 'Les tarifs sont fixés à compter du 1er octobre 2026.', 2),
  good('Une réduction de vingt pour cent est accordée à partir du 3e enfant.', 2),
  wrong('percentage', 'Une réduction de 25 % est accordée à partir du troisième enfant.', 2),
  wrong('number', 'Une réduction de 20 % est accordée à partir du deuxième enfant.', 2),
  good('Le coût annuel de la restauration est de 1 500 000 €.', 2),
  good('La restauration coûte 1,5 M€ par an.', 2),
  wrong('amount', "Le coût annuel de la restauration s'élève à 1,5 milliard d'euros.", 2),
  good('Environ 12 000 repas sont servis par mois.', 2),
  wrong('number', '12 000 repas sont servis par mois.', 2),
  wrong('number', 'Environ 15 000 repas sont servis par mois.', 2),
  good('La délibération a été adoptée par 27 voix contre 4, M. Durand s’étant abstenu.', 2),
  wrong('number', 'La délibération est adoptée par 24 voix pour et 4 contre.', 2),
  wrong('reference', 'La délibération n° 2026-053 fixe les tarifs municipaux.', 2),
  good('La délibération n° 2026-052 du 18 juin 2026 fixe les tarifs municipaux.', 2),
  good('La gratuité est accordée aux agents de la commune, sauf aux vacataires.', 2),
  wrong('negation', 'La gratuité est accordée aux agents de la commune et aux vacataires.', 2),
  // Permits
  good(
    "Le délai d'instruction du permis de construire est de 3 mois à compter du dépôt du dossier complet.",
    3,
  ),
  wrong(
    'duration',
    "Le délai d'instruction du permis de construire est de trois semaines à compter du dépôt du dossier complet.",
    3,
  ),
  good(
    "Pour une maison individuelle, le délai est de deux mois (article R.423-23 du code de l'urbanisme).",
    3,
  ),
  wrong(
    'reference',
    "Le délai est de deux mois pour une maison individuelle, en application de l'article R. 423-32 du code de l'urbanisme.",
    3,
  ),
  wrong('negation', "L'affichage sur le terrain est facultatif pendant toute la durée du chantier.", 3),
  wrong('negation', "L'affichage sur le terrain n'est pas obligatoire pendant la durée du chantier.", 3),
  good('Les tiers peuvent former un recours pendant deux mois à compter du premier jour d’affichage.', 3),
  good('Une déclaration préalable suffit pour une extension de moins de 20 mètres carrés.', 3),
  wrong('negation', 'Une déclaration préalable suffit pour une extension de plus de 20 m².', 3),
  good("Les travaux ne peuvent pas commencer avant la notification de l'arrêté.", 3),
  wrong('negation', "Il est autorisé de commencer les travaux avant la notification de l'arrêté.", 3),
  good("Le permis est valable trois ans et peut être prorogé deux fois d'un an.", 3),
  good('Le permis est valable 36 mois.', 3),
  wrong('duration', 'Le permis est valable cinq ans.', 3),
  // Procurement
  good("Le marché est conclu avec la société Jardins de l'Ouest pour un montant de 148 500 € HT.", 4),
  good("Le marché d'entretien des espaces verts est conclu pour 148,5 k€ HT avec Jardins de l'Ouest.", 4),
  wrong('negation', 'Le marché est conclu pour un montant de 148 500 € TTC.', 4),
  wrong(
    'amount',
    "Le marché est conclu avec la société Jardins de l'Ouest pour un montant de 184 500 € HT.",
    4,
  ),
  doubtful(
    'name',
    'Le marché est conclu avec la société Espaces Verts Services pour un montant de 148 500 € HT.',
    4,
  ),
  good('Les pénalités de retard sont de cent cinquante euros par jour calendaire.', 4),
  wrong('negation', 'Les pénalités de retard sont de 150 € par jour, après mise en demeure préalable.', 4),
  good('Le titulaire est payé dans les trente jours suivant la réception de la facture.', 4),
  wrong('percentage', 'Le paiement intervient avec un rabais de 30 % à réception de la facture.', 4),
  good('Le marché ne peut pas dépasser quatre ans.', 4),
  good('Les offres devaient être remises avant le 12 septembre 2025 à midi.', 4),
  wrong('duration', 'Les offres devaient être remises avant le 12 septembre 2025 à 17 h.', 4),
  good(
    'Le marché comporte trois lots, conformément aux articles L2113-10 et R2142-15 du code de la commande publique.',
    4,
  ),
  wrong('number', 'Le marché comporte quatre lots.', 4),
  good('Le marché n° 2025/114 porte sur l’entretien des espaces verts.', 4),
  good('Les pénalités sont prévues à l’article 8 du CCAP.', 4),
  // Remote work
  good('Le télétravail est ouvert 2 jours par semaine au maximum, après accord du chef de service.', 5),
  wrong(
    'duration',
    'Le télétravail est ouvert trois jours par semaine au plus, après accord du chef de service.',
    5,
  ),
  good("Aucune indemnité n'est versée au-delà de 220 jours.", 5),
  wrong('negation', 'Une indemnité est versée au-delà de 220 jours.', 5),
  good("L'agent est joignable de 9h30 à 16h30.", 5),
  wrong('duration', "L'agent en télétravail est joignable de 9 h à 16 h 30.", 5),
  good("L'allocation forfaitaire est de 2,88 euros par jour, dans la limite de 253,44 € par an.", 5),
  good('La note précise que « le télétravail repose sur le volontariat et la confiance ».', 5),
  wrong('quotation', 'La note précise que « le télétravail repose sur la confiance et le contrôle ».', 5),
  good('La charte a été signée à Bellerive le 5 février 2026 par le maire, Philippe Aubert.', 5),
  doubtful('name', 'La charte a été signée à Vichy le 5 février 2026 par le maire, Philippe Aubert.', 5),
  good('La charte du télétravail a été signée en février 2026.', 5),
  // Traps of numbers that claim nothing, or that the question holds
  good('Les deux parties du CET sont le plafond de 60 jours et l’alimentation de dix jours par an.', 1),
  good(
    'Les pages du règlement intérieur des congés 2026 accordent 25 jours ouvrés aux agents à temps complet.',
    1,
  ),
  {
    ...good('Oui, pour la tranche B le repas coûte 2,35 € en 2026-2027.', 2),
    question: 'Le repas de la tranche B coûte-t-il 2,35 € en 2026-2027 ?',
  },
  {
    ...wrong('amount', 'Oui, le prix du repas de la tranche B est de 3 €.', 2),
    question: 'Le repas de la tranche B coûte-t-il 3 € ?',
  },
  // What claims nothing
  nothing('Bonjour, voici la réponse :'),
  nothing('Les conditions sont les suivantes :'),
  nothing('Voici ce que disent les documents :'),
  nothing("Les extraits ne précisent pas le montant de l'indemnité."),
  nothing('Souhaitez-vous plus de détails ?'),
  nothing("N'hésitez pas à me solliciter."),
  nothing('## Congés annuels'),
  // Citations
  moved('Pour la tranche B, le prix du repas est de 2,35 €.', [3], [2]),
  moved('Le marché ne peut excéder quatre ans.', [], [4]),
  moved(
    "Le permis de construire est valable trois ans, et l'affichage sur le terrain est obligatoire.",
    [3, 4],
    [3],
  ),
  moved('Le paiement intervient dans un délai de 30 jours à réception de la facture.', [9], [4]),
  moved(
    "Le délai d'instruction du permis de construire est de trois mois, et les pénalités de retard s'élèvent à 150 euros par jour calendaire.",
    [3],
    [3, 4],
  ),
  // Nothing of it stands in the passages
  {
    say: 'La médiathèque organise chaque automne un festival de musique baroque dans les jardins.',
    cites: [2],
    support: 'unsupported',
    finding: 'wording',
  },
  // Words that the passages share by chance leave it undecided.
  {
    say: 'Le ramassage des déchets verts est assuré par la communauté de communes le jeudi.',
    cites: [],
    support: 'partial',
    finding: 'wording',
  },
];
