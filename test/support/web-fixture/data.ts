/** Fixed people, spaces and documents that the fixture server tells of. Written for the eye, not for search. */

export const people = [
  { id: 'claire', name: 'Claire Morel', role: 'Secrétaire générale' },
  { id: 'samir', name: 'Samir Benali', role: 'Agent d’accueil' },
  { id: 'lise', name: 'Lise Garnier', role: 'Directrice des ressources humaines' },
];

export const spaces = [
  {
    id: 'deliberations',
    title: 'Délibérations',
    sensitivity: 'ouvert',
    members: ['claire', 'samir', 'lise'],
  },
  {
    id: 'ressources-humaines',
    title: 'Ressources humaines',
    sensitivity: 'sensible',
    members: ['claire', 'lise'],
  },
];

export const questions = [
  { text: 'Quel est le tarif de la cantine pour la tranche B ?', as: 'claire' },
  { text: 'Combien de jours de télétravail par semaine ?', as: 'lise' },
  { text: 'When was the twinning agreement signed?', as: 'claire' },
  { text: 'Quels sont les horaires de la mairie ?', as: 'samir' },
];

export type FixtureSection = { headings: string[]; page: number | null; text: string };

export type FixtureDocument = {
  id: string;
  title: string;
  path: string;
  space: string;
  version: number;
  language: 'fr' | 'en';
  modifiedAt: string;
  url: null;
  state: string;
  reason: { code: string; text: string } | null;
  mediaType: string;
  bytes: number;
  author: string | null;
  pages: number | null;
  warnings: { code: string; count: number; text: string }[];
  labels: { scheme: string; name: string }[];
  sensitivity: string;
  canDelete: boolean;
  sections: FixtureSection[];
};

function aDocument(parts: Partial<FixtureDocument> & Pick<FixtureDocument, 'id' | 'title' | 'path'>) {
  return {
    space: 'deliberations',
    version: 1,
    language: 'fr' as const,
    modifiedAt: '2026-06-18T08:00:00Z',
    url: null,
    state: 'searchable',
    reason: null,
    mediaType: 'application/pdf',
    author: null,
    pages: null,
    warnings: [],
    labels: [],
    bytes: 84_210,
    sensitivity: 'ouvert',
    canDelete: false,
    sections: [],
    ...parts,
  } satisfies FixtureDocument;
}

const filler = Array.from(
  { length: 14 },
  (_, index) =>
    `Considérant ${index + 1}. La commune organise la restauration scolaire dans ses quatre écoles et en fixe les tarifs ` +
    'chaque année, après avis de la commission des affaires scolaires, selon le quotient familial des foyers.',
).join('\n\n');

/** A fresh copy for each server, since uploads and deletions change it. */
export function fixtureDocuments(): FixtureDocument[] {
  return [
    aDocument({
      id: 'd-tarifs',
      title: 'Tarifs municipaux 2026-2027',
      path: 'deliberations/2026/del-2026-052-tarifs-municipaux.pdf',
      version: 2,
      sections: [
        { headings: ['Exposé des motifs'], page: 1, text: filler },
        {
          headings: ['Décision', 'Article 3 : restauration scolaire'],
          page: 2,
          text:
            'Le prix du repas dépend du quotient familial.\n\n| Tranche | Quotient | Prix du repas |\n| --- | --- | --- |\n' +
            '| A | moins de 500 € | 1,00 € |\n| B | de 500 à 900 € | 2,35 € |\n| C | plus de 900 € | 4,10 € |\n\n' +
            'Pour la tranche B, le repas est facturé 2,35 euros à compter du 1er septembre 2026.',
        },
        {
          headings: ['Décision', 'Article 4 : exécution'],
          page: 2,
          text: 'Le maire est chargé de l’exécution.',
        },
      ],
    }),
    aDocument({
      id: 'd-jumelage',
      title: 'Twinning agreement with Ashcombe',
      path: 'deliberations/2026/twinning-agreement-ashcombe.docx',
      language: 'en',
      sections: [
        {
          headings: ['Signature'],
          page: null,
          text: 'This agreement was signed on 14 May 2026 by both mayors.',
        },
      ],
    }),
    aDocument({
      id: 'd-budget',
      title: 'Budget primitif 2025',
      path: 'deliberations/2025/budget-primitif-2025.ods',
      bytes: 1_830_000,
      state: 'skipped',
      reason: {
        code: 'encrypted',
        text: 'Le fichier est protégé par un mot de passe : déposez une copie sans protection.',
      },
    }),
    aDocument({
      id: 'd-plan',
      title: 'Plan du centre-ville',
      path: 'deliberations/2025/plan.png',
      mediaType: 'image/png',
      state: 'failed',
      reason: { code: 'parse-timeout', text: 'La lecture du fichier a dépassé le temps permis.' },
    }),
    aDocument({
      id: 'd-hostile',
      title: '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>',
      path: 'deliberations/2025/<svg onload=window.hacked=1>.txt',
      mediaType: 'text/plain',
      sections: [
        {
          headings: ['<b>Titre</b>'],
          page: null,
          text: '<img src=https://evil.example/a.png> javascript:alert(1)',
        },
      ],
    }),
    aDocument({
      id: 'd-teletravail',
      title: 'Charte du télétravail',
      path: 'ressources-humaines/charte-teletravail.odt',
      space: 'ressources-humaines',
      sensitivity: 'sensible',
      sections: [
        {
          headings: ['Durée'],
          page: 1,
          text: 'Le télétravail est ouvert deux jours par semaine au plus, après accord du chef de service.',
        },
      ],
    }),
  ];
}
