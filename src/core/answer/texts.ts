import type { Language } from '../document.ts';
import type { Notice } from './answer.ts';

/** How much was searched: what « rien trouvé » tells people. Only what the caller may read is counted and named. */
export type Searched = {
  readonly documents: number;
  readonly spaces: readonly string[];
  /** Beside these, documents that are not read yet, and those that nobody can read. */
  readonly queued?: number;
  readonly encrypted?: number;
  /** Documents in spaces that are excluded from the assistant, and the spaces among them that the caller belongs to. */
  readonly excluded?: number;
  readonly excludedSpaces?: readonly string[];
  /** The caller chose a part of what they may read: there can be more elsewhere. */
  readonly isPart?: boolean;
};

type Texts = {
  readonly quotesIntroduction: string;
  readonly closestIntroduction: string;
  /** A verbatim quotation between the language's quotation marks. */
  quote(text: string): string;
  /** What a document or a section is called, or the question that it answers, before what is quoted of it. */
  lead(name: string): string;
  /** What stands for words left out between two quoted sentences. */
  readonly omission: string;
  /** A row of a table as people read it: first cell, then the others. */
  row(cells: readonly { readonly name: string; readonly value: string }[]): string;
  /** `otherWords`: other ways to ask. */
  nothingFound(searched: Searched, otherWords?: readonly string[]): string;
  /** Under one of several questions of a message, where others were answered. */
  readonly nothingFoundForPart: string;
  /** In place of what `nothingFound` told somebody else: how much that person may open is theirs to know. */
  readonly nothingFoundForAnother: string;
  /** The same in place of what small talk was answered. */
  readonly smallTalkForAnother: string;
  /** Also where there is nothing but what is excluded from the assistant: then it says so. */
  scopeEmpty(searched: Pick<Searched, 'excluded' | 'excludedSpaces' | 'isPart'>): string;
  readonly notices: Readonly<Record<Notice['code'], string>>;
  /** The sentence that the prompt asks for when the passages do not answer: recognised, never shown. */
  readonly modelFoundNothing: string;
};

// French typography wants a narrow no-break space before ; : ? ! and inside « ».
const narrow = '\u202f';

type Excluded = { readonly excluded: number; readonly excludedSpaces?: readonly string[] | undefined };

function excludedInFrench({ excluded, excludedSpaces = [] }: Excluded): string {
  const [documents, owner] =
    excluded === 1
      ? ['Un document n’a pas été consulté', 'son espace est exclu']
      : [
          `${excluded.toLocaleString('fr-FR')} documents n’ont pas été consultés`,
          excludedSpaces.length > 1 ? 'leurs espaces sont exclus' : 'leur espace est exclu',
        ];
  const named = excludedSpaces.length === 0 ? '' : ` (${excludedSpaces.join(', ')})`;
  return `${documents}${narrow}: ${owner} de l’assistant par l’administrateur${named}.`;
}

function excludedInEnglish({ excluded, excludedSpaces = [] }: Excluded): string {
  const [documents, owner] =
    excluded === 1
      ? ['One document was not looked at', 'its space is excluded']
      : [
          `${excluded.toLocaleString('en-GB')} documents were not looked at`,
          excludedSpaces.length > 1 ? 'their spaces are excluded' : 'their space is excluded',
        ];
  const named = excludedSpaces.length === 0 ? '' : ` (${excludedSpaces.join(', ')})`;
  return `${documents}: ${owner} from the assistant by the administrator${named}.`;
}

/** Every sentence that answering itself says, in each language. Errors are in `errors.ts`. */
export const texts: Readonly<Record<Language, Texts>> = {
  fr: {
    quotesIntroduction: `Voici ce que disent les documents${narrow}:`,
    closestIntroduction: `Je n’ai pas trouvé de réponse sûre. Voici les passages les plus proches${narrow}:`,
    lead: (name) => (name.endsWith('?') ? name : `${name}${narrow}:`),
    quote: (text) => `«${narrow}${text}${narrow}»`,
    omission: '(…)',
    row: (cells) => joinRow(cells, `${narrow}: `, `${narrow}; `),
    nothingFound: (
      { documents, spaces, queued = 0, encrypted = 0, excluded = 0, excludedSpaces, isPart = false },
      otherWords = [],
    ) =>
      [
        documents === 1
          ? 'Je n’ai rien trouvé qui réponde à cette question dans le seul document que vous pouvez ouvrir ici'
          : `Je n’ai rien trouvé qui réponde à cette question dans les ${documents.toLocaleString('fr-FR')} documents que vous pouvez ouvrir ici`,
        spaces.length === 0
          ? ''
          : ` (${spaces.length === 1 ? 'espace' : 'espaces'}${narrow}: ${spaces.join(', ')})`,
        '.',
        queued === 0
          ? ''
          : queued === 1
            ? ' Un document est encore en cours de lecture.'
            : ` ${queued.toLocaleString('fr-FR')} documents sont encore en cours de lecture.`,
        encrypted === 0
          ? ''
          : encrypted === 1
            ? ' Un document chiffré n’a pas pu être lu.'
            : ` ${encrypted.toLocaleString('fr-FR')} documents chiffrés n’ont pas pu être lus.`,
        excluded === 0 ? '' : ` ${excludedInFrench({ excluded, excludedSpaces })}`,
        otherWords.length === 0
          ? ` Essayez avec d’autres mots${isPart ? ', ou cherchez dans davantage d’espaces' : ''}.`
          : ` Essayez par exemple${narrow}: ${otherWords.map((way) => `«${narrow}${way}${narrow}»`).join(' ou ')}.`,
      ].join(''),
    nothingFoundForPart: 'Je n’ai rien trouvé qui réponde à cette question-là.',
    nothingFoundForAnother: 'Rien n’a été trouvé qui réponde à cette question.',
    smallTalkForAnother: 'Ce message ne demandait rien aux documents.',
    scopeEmpty: ({ excluded = 0, excludedSpaces, isPart = false }) =>
      excluded === 0
        ? `Il n’y a ici aucun document que vous puissiez ouvrir. ${isPart ? 'Cherchez dans davantage d’espaces, ou ajoutez' : 'Ajoutez'} des documents.`
        : `Je n’ai rien cherché ici. ${excludedInFrench({ excluded, excludedSpaces })}`,
    notices: {
      'model-unavailable': `Le modèle de langue ne répond pas${narrow}: voici les passages trouvés, cités mot pour mot, sans rédaction par l’IA.`,
      'too-sensitive': `Ces documents sont trop sensibles pour le modèle de langue configuré${narrow}: voici les passages trouvés, cités mot pour mot. Rien n’a été envoyé.`,
      'model-interrupted': `Le modèle de langue s’est interrompu${narrow}: la réponse est peut-être incomplète.`,
      'sentences-withheld': `Ce que le modèle de langue a écrit sans que les sources le confirment n’est pas affiché.`,
      'words-only': `La recherche par le sens est indisponible${narrow}: seuls les mots de la question ont été cherchés.`,
      'documents-pending': `Des documents sont en cours de lecture${narrow}: ils ne sont pas encore pris en compte.`,
      'budget-degraded': `Pour tenir le budget de l’assistant, cette réponse est faite avec moins de moyens${narrow}: moins de passages, un modèle plus petit, ou des passages cités sans rédaction par l’IA.`,
      'scope-empty': 'Il n’y a aucun document que vous puissiez ouvrir dans la partie choisie.',
      'document-lost': `Une partie des documents n’est plus accessible depuis le début de ce travail${narrow}: il n’en est pas tenu compte.`,
      'part-left-out': `Incomplet${narrow}:`,
    },
    modelFoundNothing: 'La réponse ne se trouve pas dans ces extraits.',
  },
  en: {
    quotesIntroduction: 'Here is what the documents say:',
    closestIntroduction: 'I found no sure answer. Here are the closest passages:',
    lead: (name) => (name.endsWith('?') ? name : `${name}:`),
    quote: (text) => `“${text}”`,
    omission: '(…)',
    row: (cells) => joinRow(cells, ': ', '; '),
    nothingFound: (
      { documents, spaces, queued = 0, encrypted = 0, excluded = 0, excludedSpaces, isPart = false },
      otherWords = [],
    ) =>
      [
        documents === 1
          ? 'I found nothing that answers this question in the only document that you can open here'
          : `I found nothing that answers this question in the ${documents.toLocaleString('en-GB')} documents that you can open here`,
        spaces.length === 0 ? '' : ` (${spaces.length === 1 ? 'space' : 'spaces'}: ${spaces.join(', ')})`,
        '.',
        queued === 0
          ? ''
          : queued === 1
            ? ' One document is still being read.'
            : ` ${queued.toLocaleString('en-GB')} documents are still being read.`,
        encrypted === 0
          ? ''
          : encrypted === 1
            ? ' One encrypted document could not be read.'
            : ` ${encrypted.toLocaleString('en-GB')} encrypted documents could not be read.`,
        excluded === 0 ? '' : ` ${excludedInEnglish({ excluded, excludedSpaces })}`,
        otherWords.length === 0
          ? ` Try other words${isPart ? ', or search in more spaces' : ''}.`
          : ` Try for example: ${otherWords.map((way) => `“${way}”`).join(' or ')}.`,
      ].join(''),
    nothingFoundForPart: 'I found nothing that answers this one.',
    nothingFoundForAnother: 'Nothing was found that answers this question.',
    smallTalkForAnother: 'This message asked nothing of the documents.',
    scopeEmpty: ({ excluded = 0, excludedSpaces, isPart = false }) =>
      excluded === 0
        ? `There is no document here that you can open. ${isPart ? 'Search in more spaces, or add' : 'Add'} documents.`
        : `I searched nothing here. ${excludedInEnglish({ excluded, excludedSpaces })}`,
    notices: {
      'model-unavailable':
        'The language model does not answer: here are the passages found, quoted word for word, not written by AI.',
      'too-sensitive':
        'These documents are too sensitive for the language model that is configured: here are the passages found, quoted word for word. Nothing was sent.',
      'model-interrupted': 'The language model stopped early: the answer may be incomplete.',
      'sentences-withheld': 'What the language model wrote without support in the sources is not shown.',
      'words-only': 'Search by meaning is unavailable: only the words of the question were looked for.',
      'documents-pending': 'Some documents are still being read: they are not taken into account yet.',
      'budget-degraded':
        'To keep to the assistant’s budget, this answer is made with less: fewer passages, a smaller model, or passages quoted without writing by AI.',
      'scope-empty': 'There is no document that you can open in the part chosen.',
      'document-lost':
        'Some of the documents can no longer be read since this work began: they are left aside.',
      'part-left-out': 'Incomplete:',
    },
    modelFoundNothing: 'The answer is not in these extracts.',
  },
};

function joinRow(
  cells: readonly { readonly name: string; readonly value: string }[],
  colon: string,
  semicolon: string,
): string {
  const [first, ...others] = cells.filter((cell) => cell.value !== '');
  if (!first) return '';
  if (others.length === 0) return first.value;
  const named = others.map((cell) => (cell.name ? `${cell.name}${colon}${cell.value}` : cell.value));
  return `${first.value}${colon}${named.join(semicolon)}`;
}

/** Why no model wrote the answer. */
export type UnwrittenReason =
  | 'no-model'
  | 'budget-exhausted'
  | 'too-sensitive'
  | 'model-unavailable'
  | 'nothing-supported';

/** What is said of it; of a budget it was said before. */
export const noticeOfUnwritten = {
  'no-model': null,
  'budget-exhausted': null,
  'too-sensitive': 'too-sensitive',
  'model-unavailable': 'model-unavailable',
  'nothing-supported': 'sentences-withheld',
} as const satisfies Record<UnwrittenReason, Notice['code'] | null>;

/** A notice with its sentence. */
export function noticeOf(code: Notice['code'], language: Language): Notice {
  return { code, text: texts[language].notices[code] };
}
