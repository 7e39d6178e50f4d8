import type { Language } from '../document.ts';
import type { Notice } from './answer.ts';

/** How much was searched: what « rien trouvé » tells people. Only what the caller may read is counted and named. */
export type Searched = { readonly documents: number; readonly spaces: readonly string[] };

type Texts = {
  readonly quotesIntroduction: string;
  readonly closestIntroduction: string;
  /** A verbatim quotation between the language's quotation marks. */
  quote(text: string): string;
  /** What stands for words left out between two quoted sentences. */
  readonly omission: string;
  /** A row of a table as people read it: first cell, then the others. */
  row(cells: readonly { readonly name: string; readonly value: string }[]): string;
  nothingFound(searched: Searched): string;
  readonly scopeEmpty: string;
  readonly notices: Readonly<Record<Notice['code'], string>>;
  /** The sentence that the prompt asks for when the passages do not answer: recognised, never shown. */
  readonly modelFoundNothing: string;
};

// French typography wants a narrow no-break space before ; : ? ! and inside « ».
const narrow = '\u202f';

/** Every sentence that answering itself says, in each language. Errors are in `errors.ts`. */
export const texts: Readonly<Record<Language, Texts>> = {
  fr: {
    quotesIntroduction: `Voici ce que disent les documents${narrow}:`,
    closestIntroduction: `Je n’ai pas trouvé de réponse sûre. Voici les passages les plus proches${narrow}:`,
    quote: (text) => `«${narrow}${text}${narrow}»`,
    omission: '(…)',
    row: (cells) => joinRow(cells, `${narrow}: `, `${narrow}; `),
    nothingFound: ({ documents, spaces }) =>
      [
        documents === 1
          ? 'Je n’ai rien trouvé qui réponde à cette question dans le seul document que vous pouvez ouvrir ici'
          : `Je n’ai rien trouvé qui réponde à cette question dans les ${documents.toLocaleString('fr-FR')} documents que vous pouvez ouvrir ici`,
        spaces.length === 0
          ? ''
          : ` (${spaces.length === 1 ? 'espace' : 'espaces'}${narrow}: ${spaces.join(', ')})`,
        '. Essayez avec d’autres mots, ou cherchez dans davantage d’espaces.',
      ].join(''),
    scopeEmpty:
      'Il n’y a ici aucun document que vous puissiez ouvrir. Cherchez dans davantage d’espaces, ou ajoutez des documents.',
    notices: {
      'model-unavailable': `Le modèle de langue ne répond pas${narrow}: voici les passages trouvés, cités mot pour mot, sans rédaction par l’IA.`,
      'model-interrupted': `Le modèle de langue s’est interrompu${narrow}: la réponse est peut-être incomplète.`,
      'sentences-withheld': `Ce que le modèle de langue a écrit sans que les sources le confirment n’est pas affiché.`,
      'words-only': `La recherche par le sens est indisponible${narrow}: seuls les mots de la question ont été cherchés.`,
      'documents-pending': `Des documents sont en cours de lecture${narrow}: ils ne sont pas encore pris en compte.`,
      'scope-empty': 'Il n’y a aucun document que vous puissiez ouvrir dans la partie choisie.',
    },
    modelFoundNothing: 'La réponse ne se trouve pas dans ces extraits.',
  },
  en: {
    quotesIntroduction: 'Here is what the documents say:',
    closestIntroduction: 'I found no sure answer. Here are the closest passages:',
    quote: (text) => `“${text}”`,
    omission: '(…)',
    row: (cells) => joinRow(cells, ': ', '; '),
    nothingFound: ({ documents, spaces }) =>
      [
        documents === 1
          ? 'I found nothing that answers this question in the only document that you can open here'
          : `I found nothing that answers this question in the ${documents.toLocaleString('en-GB')} documents that you can open here`,
        spaces.length === 0 ? '' : ` (${spaces.length === 1 ? 'space' : 'spaces'}: ${spaces.join(', ')})`,
        '. Try other words, or search in more spaces.',
      ].join(''),
    scopeEmpty: 'There is no document here that you can open. Search in more spaces, or add documents.',
    notices: {
      'model-unavailable':
        'The language model does not answer: here are the passages found, quoted word for word, not written by AI.',
      'model-interrupted': 'The language model stopped early: the answer may be incomplete.',
      'sentences-withheld': 'What the language model wrote without support in the sources is not shown.',
      'words-only': 'Search by meaning is unavailable: only the words of the question were looked for.',
      'documents-pending': 'Some documents are still being read: they are not taken into account yet.',
      'scope-empty': 'There is no document that you can open in the part chosen.',
    },
    modelFoundNothing: 'The answer is not in these extracts.',
  },
};

function joinRow(
  cells: readonly { readonly name: string; readonly value: string }[],
  colon: string,
  semicolon: string,
): string {
  const [first, second, ...others] = cells.filter((cell) => cell.value !== '');
  if (!first) return '';
  if (!second) return first.value;
  if (others.length === 0) return `${first.value}${colon}${second.value}`;
  const named = [second, ...others].map((cell) =>
    cell.name ? `${cell.name}${colon}${cell.value}` : cell.value,
  );
  return `${first.value}${colon}${named.join(semicolon)}`;
}

/** A notice with its sentence. */
export function noticeOf(code: Notice['code'], language: Language): Notice {
  return { code, text: texts[language].notices[code] };
}
