import type { FixtureDocument } from './data.ts';

/** A source with `n`, cut out of a document's text around some words that stand in it. */
export function sourceOf(document: FixtureDocument, n: number, from: string, to: string, duplicates = 0) {
  const whole = textOf(document);
  const start = whole.indexOf(from);
  const end = whole.indexOf(to, start) + to.length;
  const section = sectionsOf(document).find((one) => start >= one.start && start < one.end);
  const { id, title, path, space, version, language, modifiedAt, url } = document;
  return {
    n,
    rank: n,
    score: 1 / n,
    document: { id, title, path, space, version, language, modifiedAt, url },
    passage: {
      id: `${id}:${start}:${end}`,
      text: whole.slice(start, end),
      headings: section?.headings ?? [],
      page: section?.page ?? null,
      place: section?.place ?? null,
      aside: null,
      recognised: null,
      start,
      end,
    },
    duplicates,
  };
}

export type FixtureSource = ReturnType<typeof sourceOf>;

/** The document's text: its sections joined by a blank line. */
export function textOf(document: FixtureDocument): string {
  return document.sections.map(({ text }) => text).join('\n\n');
}

/** The sections with their offsets. */
export function sectionsOf(document: FixtureDocument) {
  let start = 0;
  return document.sections.map((section, ordinal) => {
    const { page } = section;
    const place = page === null ? null : { kind: 'page' as const, from: page, to: page };
    const facts = { place, aside: null, language: document.language };
    const placed = { ordinal, ...section, ...facts, start, end: start + section.text.length };
    start = placed.end + 2;
    return placed;
  });
}

const remoteText =
  'Deux points :\n\n- deux jours par semaine au plus [1]\n- trois jours pour les cadres [1]\n' +
  '- après accord du chef de service et de la mairie de Vichy [1]';

type Finding = { readonly kind: string; readonly said: string; readonly instead?: string };

/** A checked sentence at its place in the text of its answer. */
function aSentence(
  text: string,
  written: string,
  support: string,
  citations: number[],
  findings?: Finding[],
) {
  const start = text.indexOf(written);
  const said = written.replace(/ ?\[\d\]/g, '').replace(/^- /, '');
  return {
    text: said,
    citations,
    support,
    ...(findings && { findings }),
    start,
    end: start + written.length,
  };
}

export type FixtureSentence = ReturnType<typeof aSentence>;

/** What the fixture answers: a fixed answer by a word of the question, over the documents that the person may read. */
export function answerFor(question: string, readable: readonly FixtureDocument[]) {
  const find = (id: string) => readable.find((document) => document.id === id);
  const prices = find('d-tarifs');
  const twinning = find('d-jumelage');
  const remote = find('d-teletravail');
  if (/tarif|cantine/i.test(question) && prices !== undefined) {
    return {
      outcome: 'quoted',
      model: null,
      language: 'fr',
      text:
        'Les passages qui répondent le mieux :\n\n' +
        '> Pour la tranche B, le repas est facturé 2,35 euros à compter du 1er septembre 2026. [1]\n\n' +
        '> B | de 500 à 900 € | 2,35 € [2]\n\n' +
        'Voir aussi ![x](https://evil.example/a.png) <img src=https://evil.example/b.png> https://evil.example',
      sentences: [],
      sources: [
        sourceOf(prices, 1, 'Pour la tranche B', 'septembre 2026.', 2),
        sourceOf(prices, 2, '| B | de 500', '2,35 € |'),
        sourceOf(prices, 3, 'Considérant 4.', 'foyers.'),
      ],
      notices: [
        {
          code: 'words-only',
          text: 'Recherche par mots seulement : aucun modèle de vecteurs n’est configuré.',
        },
      ],
    };
  }
  if (/télétravail/i.test(question) && remote !== undefined) {
    return {
      outcome: 'answered',
      model: 'modele-exemple',
      language: 'fr',
      text: remoteText,
      sentences: [
        aSentence(remoteText, 'Deux points :', 'not-checked', []),
        aSentence(remoteText, '- deux jours par semaine au plus [1]', 'supported', [1]),
        aSentence(
          remoteText,
          '- trois jours pour les cadres [1]',
          'unsupported',
          [1],
          [{ kind: 'duration', said: 'trois jours', instead: 'deux jours' }],
        ),
        aSentence(
          remoteText,
          '- après accord du chef de service et de la mairie de Vichy [1]',
          'partial',
          [1],
          [{ kind: 'name', said: 'Vichy' }],
        ),
      ],
      sources: [sourceOf(remote, 1, 'Le télétravail', 'service.')],
      notices: [],
    };
  }
  if (/twinning/i.test(question) && twinning !== undefined) {
    return {
      outcome: 'answered',
      model: 'modele-exemple',
      language: 'en',
      text: 'The agreement was signed on 14 May 2026 [1].',
      sources: [sourceOf(twinning, 1, 'This agreement', 'mayors.')],
      notices: [],
      sentences: [],
    };
  }
  return {
    outcome: 'not-found',
    model: null,
    language: 'fr',
    text: 'Je n’ai pas trouvé la réponse dans les documents que vous pouvez lire.',
    sources: [] as FixtureSource[],
    notices: [],
    sentences: [] as FixtureSentence[],
  };
}
