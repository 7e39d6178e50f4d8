import { createRandom } from '../../bench/fuzz/random.ts';
import type { Source } from '../../bench/retrieval/load-set.ts';
import type { Language } from '../../src/core/document.ts';

/** Documents called the same but for date or version; `versions` are in the order of their time. */
type Family = {
  readonly language: Language;
  /** Sentences that each version says with a number of its own, in place of `#`. */
  readonly clauses: readonly string[];
  readonly versions: readonly { readonly title: string; readonly path: string; readonly modified: string }[];
};

const version = (title: string, path: string, modified: string) => ({ title, path, modified });
/** A folder that was copied to another disk: every file has the day of the copy. */
const copied = '2025-11-20';

export const families = {
  reglement: {
    language: 'fr',
    clauses: [
      'Tout retard de plus de # minutes est signalé au chef de service.',
      'Le vestiaire ferme à # heures.',
      'Chaque absence est justifiée dans les # jours.',
    ],
    versions: [
      version('Règlement intérieur v1', 'rh/reglement-interieur-v1.pdf', '2021-02-01'),
      version('Règlement intérieur v2', 'rh/reglement-interieur-v2.pdf', '2023-06-12'),
      version('Règlement intérieur v3', 'rh/reglement-interieur-v3.pdf', '2025-03-03'),
    ],
  },
  conseil: {
    language: 'fr',
    clauses: [
      'Le conseil vote une subvention de # euros au club de natation.',
      'Les travaux de la rue Haute dureront # semaines.',
      'Le quorum est atteint avec # élus présents.',
    ],
    versions: [
      '21 septembre 2023',
      '14 décembre 2023',
      '28 mars 2024',
      '26 septembre 2024',
      '13 mars 2025',
      '2 octobre 2025',
    ].map((day) => version(`Compte rendu du conseil municipal du ${day}`, `conseil/cr ${day}.docx`, copied)),
  },
  cst: {
    language: 'fr',
    clauses: [
      'Le comité rend un avis favorable par # voix sur les astreintes.',
      'Le bilan social compte # accidents de service.',
    ],
    versions: ['2023-11-07', '2024-05-14', '2024-11-19', '2025-06-03'].map((day) =>
      version(`CR CST ${day}`, `rh/cst/CR_CST_${day}.odt`, copied),
    ),
  },
  budget: {
    language: 'fr',
    clauses: [
      'Les dépenses de voirie s’élèvent à # milliers d’euros.',
      'La dette de la commune atteint # milliers d’euros.',
      'Les recettes de fonctionnement progressent de # milliers d’euros.',
    ],
    versions: [2022, 2023, 2024, 2025, 2026].map((year) =>
      version(`Budget primitif ${year}`, `finances/${year}/budget-primitif-${year}.pdf`, `${year - 1}-12-15`),
    ),
  },
  cantine: {
    language: 'fr',
    clauses: ['Le repas de l’enfant est facturé # centimes.', 'Le goûter coûte # centimes.'],
    versions: [2022, 2023, 2024, 2025].map((year) =>
      version(
        `Tarifs de la cantine ${year}-${year + 1}`,
        `enfance/tarifs-cantine-${year}-${year + 1}.pdf`,
        copied,
      ),
    ),
  },
  charte: {
    language: 'fr',
    clauses: [
      'Un mot de passe compte au moins # caractères.',
      'Une session inactive se ferme au bout de # minutes.',
    ],
    versions: [
      version('Charte informatique', 'dsi/charte-informatique-v1.0.odt', copied),
      version('Charte informatique', 'dsi/charte-informatique-v1.1.odt', copied),
      version('Charte informatique', 'dsi/charte-informatique-v2.0.odt', '2025-11-19'),
    ],
  },
  teletravail: {
    language: 'fr',
    clauses: [
      'Le télétravail est limité à # jours par mois.',
      'L’indemnité de télétravail est de # euros par an.',
    ],
    versions: [
      version('Note de service : télétravail', 'rh/notes/teletravail (1).docx', '2020-10-05'),
      version('Note de service : télétravail', 'rh/notes/teletravail.docx', '2022-09-12'),
      version('Note de service : télétravail', 'rh/notes/note teletravail.docx', '2025-01-20'),
    ],
  },
  organigramme: {
    language: 'fr',
    clauses: [
      'La direction technique réunit # agents.',
      'Le service des sports est dirigé par l’agent numéro #.',
    ],
    versions: [2023, 2024, 2025].map((year) =>
      version('Organigramme des services', `organigrammes/${year}/organigramme.pdf`, copied),
    ),
  },
  activite: {
    language: 'fr',
    clauses: ['La médiathèque a prêté # milliers de livres.', 'La piscine a reçu # milliers de nageurs.'],
    versions: [2021, 2022, 2023, 2024].map((year) =>
      version(`Rapport d’activité ${year}`, `rapports/rapport-activite-${year}.pdf`, `${year + 1}-05-10`),
    ),
  },
  handbook: {
    language: 'en',
    clauses: [
      'New staff have a trial period of # weeks.',
      'The mileage allowance is # cents.',
      'Sick notes are due within # days.',
    ],
    versions: [
      version('Staff handbook v1', 'hr/staff-handbook-v1.pdf', '2019-04-01'),
      version('Staff handbook v2', 'hr/staff-handbook-v2.pdf', '2022-02-14'),
      version('Staff handbook v3', 'hr/staff-handbook-v3.pdf', '2024-07-01'),
    ],
  },
  board: {
    language: 'en',
    clauses: [
      'The board approves a grant of # euros to the sailing school.',
      'The roof repair is estimated at # weeks.',
    ],
    versions: ['16 November 2023', '12 March 2024', '17 October 2024', '5 June 2025'].map((day) =>
      version(`Board minutes of ${day}`, `board/minutes ${day}.docx`, copied),
    ),
  },
  prices: {
    language: 'en',
    clauses: ['A berth in the marina costs # euros a month.', 'The crane costs # euros an hour.'],
    versions: [2023, 2024, 2025].map((year) =>
      version(`Marina price list ${year}`, `marina/price-list-${year}.pdf`, copied),
    ),
  },
} as const satisfies Record<string, Family>;

const filler: Readonly<Record<Language, readonly string[]>> = {
  fr: [
    'Ce document est consultable à l’accueil de la mairie.',
    'Il a été présenté aux représentants du personnel.',
    'Les services concernés en ont reçu une copie.',
    'Toute question est à adresser au secrétariat général.',
    'Les montants sont exprimés toutes taxes comprises.',
    'Une annexe précise les modalités d’application.',
  ],
  en: [
    'A copy is kept at the front desk.',
    'It was presented to the staff representatives.',
    'Questions go to the general secretary.',
    'Amounts include all taxes.',
    'An annex gives further details.',
  ],
};

const others: readonly (readonly [string, string, Language])[] = [
  ['Règlement du cimetière', 'Le cimetière ouvre à 8 heures. Les concessions durent 30 ans.', 'fr'],
  ['Guide d’accueil des agents', 'Le règlement intérieur est remis à chaque agent le premier jour.', 'fr'],
  ['Calendrier du conseil municipal', 'Le conseil se réunit quatre fois par an, le jeudi soir.', 'fr'],
  ['Glossaire du budget', 'La section de fonctionnement se distingue de la section d’investissement.', 'fr'],
  ['Menus de la cantine', 'Lundi : salade, poisson, riz. Mardi : soupe, omelette, fruit.', 'fr'],
  ['Guide du télétravail heureux', 'Aménagez un coin calme et faites des pauses.', 'fr'],
  ['Marina rules', 'Boats are moored stern first. Nets are dried on the east quay.', 'en'],
  ['How the board works', 'The board meets in public; minutes are published within a month.', 'en'],
];

/** The documents of all families and some others, the same at each call. A version's id is `family/number from 0`. */
export function familyCorpus(): Source[] {
  const random = createRandom(20_260_101);
  const sources = Object.entries<Family>(families).flatMap(([name, { language, clauses, versions }]) =>
    versions.map(({ title, path, modified }, number): Source => {
      const said = clauses.map((clause) => clause.replace('#', String(10 + random.below(90))));
      const more = Array.from({ length: 1 + random.below(4) }, () => random.pick(filler[language]));
      const text = [...said, ...more].map((sentence) => ({ sentence, order: random.next() }));
      return {
        id: `${name}/${number}`,
        title,
        path,
        modifiedAt: new Date(modified),
        language,
        text: text
          .sort((a, b) => a.order - b.order)
          .map(({ sentence }) => sentence)
          .join('\n\n'),
      };
    }),
  );
  return [...sources, ...others.map(([title, text, language]) => ({ id: title, title, text, language }))];
}
