import type { Notice } from '../answer/answer.ts';
import { noticeOf, type UnwrittenReason } from '../answer/texts.ts';
import type { Language } from '../document.ts';
import { placeLabel } from '../place-label.ts';
import type { LeftOut } from './plan-parts.ts';
import type { Task } from './task.ts';

type TaskTexts = {
  /** What was asked, in words, as the conversation keeps it. */
  asked(task: Task, titles: readonly string[], instruction: string | undefined): string;
  /** Title of a conversation that begins with the task: names no document, for lists are not masked (R08). */
  readonly conversationTitles: Readonly<Record<Task, string>>;
  /** What notes on a part of a document are to hold; stands in the prompt. */
  readonly aims: Readonly<Record<Task, string>>;
  /** Stands in the prompt, before what the person wants. */
  readonly instructionTitle: string;
  /** Place of a part in its document, in the prompt. */
  part(number: number, of: number): string;
  /** For tasks that only a model can do. */
  readonly refused: Readonly<Record<UnwrittenReason, string>>;
  readonly summaryIntroduction: string;
  readonly decisionsIntroduction: string;
  readonly nothingFound: Readonly<Record<Task, string>>;
  leftOut(document: LeftOut): string;
  quotesLeftOut(left: number): string;
};

// French typography wants a narrow no-break space before ; : ? ! and inside « ».
const narrow = '\u202f';

/** Every sentence that tasks say beside those of answers, in each language. */
export const taskTexts: Readonly<Record<Language, TaskTexts>> = {
  fr: {
    asked: (task, titles, instruction) => {
      const named = listOf(
        titles.map((title) => `«${narrow}${title}${narrow}»`),
        'et',
      );
      const said = {
        summarise: `Résumer ${named}`,
        compare: `Comparer ${named}`,
        extract: `Relever les décisions, actions et échéances de ${named}`,
        draft: `Rédiger une note d’après ${named}`,
      }[task];
      return instruction === undefined ? said : `${said}${narrow}: ${instruction}`;
    },
    conversationTitles: {
      summarise: 'Résumé d’un document',
      compare: 'Comparaison de documents',
      extract: 'Décisions, actions et échéances',
      draft: 'Projet de note',
    },
    aims: {
      summarise:
        'ce qui compte pour résumer le document : objet, points principaux, chiffres, dates, conclusions',
      compare:
        'ce qui permet de comparer ce document à d’autres : objet, durées, montants, délais, conditions, obligations, exceptions',
      extract:
        'chaque décision, chaque action à faire et chaque échéance, avec qui en est chargé et pour quand, si cela est dit',
      draft: 'ce qui sert à rédiger la note demandée',
    },
    instructionTitle: 'Demande de la personne :',
    part: (number, of) => `partie ${number} sur ${of}`,
    refused: {
      'budget-exhausted':
        'Ce qui reste du budget de l’assistant ne suffit pas à ce travail, qui demande un modèle de langue.',
      'no-model': 'Ce travail demande un modèle de langue, et aucun n’est configuré pour ces documents.',
      'too-sensitive':
        'Ces documents sont trop sensibles pour le modèle de langue configuré, et ce travail ne se fait pas sans modèle. Rien n’a été envoyé.',
      'model-unavailable':
        'Le modèle de langue n’a pas répondu, et ce travail ne se fait pas sans lui. Réessayez dans un moment.',
      'nothing-supported': `Le modèle de langue n’a rien écrit que ces documents confirment${narrow}: il n’en est rien montré.`,
    },
    summaryIntroduction: `Début de chaque partie du document, cité mot pour mot${narrow}:`,
    decisionsIntroduction: `Phrases qui tiennent une décision, une action ou une échéance, citées mot pour mot${narrow}:`,
    nothingFound: {
      summarise: 'Je n’ai rien trouvé à résumer dans ce document.',
      compare: 'Je n’ai rien trouvé à comparer dans ces documents.',
      extract: 'Je n’ai relevé ni décision, ni action, ni échéance.',
      draft: 'Je n’ai pas trouvé dans ces documents de quoi rédiger cette note.',
    },
    leftOut: ({ title, passages, of, from }) =>
      `«${narrow}${title}${narrow}», ${passages.toLocaleString('fr-FR')} derniers passages non lus sur ${of.toLocaleString('fr-FR')}${from ? ` (à partir de${narrow}: ${placeLabel(from, 'fr')})` : ''}`,
    quotesLeftOut: (left) => `${left.toLocaleString('fr-FR')} autres passages non cités`,
  },
  en: {
    asked: (task, titles, instruction) => {
      const named = listOf(
        titles.map((title) => `“${title}”`),
        'and',
      );
      const said = {
        summarise: `Summarise ${named}`,
        compare: `Compare ${named}`,
        extract: `List the decisions, actions and deadlines of ${named}`,
        draft: `Draft a note from ${named}`,
      }[task];
      return instruction === undefined ? said : `${said}: ${instruction}`;
    },
    conversationTitles: {
      summarise: 'Summary of a document',
      compare: 'Comparison of documents',
      extract: 'Decisions, actions and deadlines',
      draft: 'Draft of a note',
    },
    aims: {
      summarise:
        'what matters for a summary of the document: subject, main points, figures, dates, conclusions',
      compare:
        'what allows to compare this document with others: subject, durations, amounts, deadlines, conditions, duties, exceptions',
      extract:
        'each decision, each action to take and each deadline, with who is in charge and by when, if it is said',
      draft: 'what serves to write the note that is asked for',
    },
    instructionTitle: 'What the person asks for:',
    part: (number, of) => `part ${number} of ${of}`,
    refused: {
      'budget-exhausted':
        'What is left of the assistant’s budget is not enough for this work, which needs a language model.',
      'no-model': 'This work needs a language model, and none is configured for these documents.',
      'too-sensitive':
        'These documents are too sensitive for the language model that is configured, and this work cannot be done without one. Nothing was sent.',
      'model-unavailable':
        'The language model did not answer, and this work cannot be done without it. Try again in a moment.',
      'nothing-supported':
        'The language model wrote nothing that these documents bear out: nothing of it is shown.',
    },
    summaryIntroduction: 'The beginning of each part of the document, word for word:',
    decisionsIntroduction: 'Sentences that hold a decision, an action or a deadline, word for word:',
    nothingFound: {
      summarise: 'I found nothing to summarise in this document.',
      compare: 'I found nothing to compare in these documents.',
      extract: 'I found no decision, no action and no deadline.',
      draft: 'I did not find in these documents what this note needs.',
    },
    leftOut: ({ title, passages, of, from }) =>
      `“${title}”, last ${passages.toLocaleString('en-GB')} of ${of.toLocaleString('en-GB')} passages not read${from ? ` (from ${placeLabel(from, 'en')})` : ''}`,
    quotesLeftOut: (left) => `${left.toLocaleString('en-GB')} other passages not quoted`,
  },
};

function listOf(named: readonly string[], and: string): string {
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} ${and} ${named.at(-1)}`;
}

/** The notice that says what was not read, or not shown. */
export function partLeftOut(parts: readonly string[], language: Language): Notice {
  const { code, text } = noticeOf('part-left-out', language);
  return { code, text: `${text} ${parts.join(language === 'fr' ? `${narrow}; ` : '; ')}.` };
}
