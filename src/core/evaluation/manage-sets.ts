import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import type { EvaluationStore } from '../../ports/evaluation-store.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import { AppError } from '../errors.ts';
import type { QuestionSet } from './run.ts';
import type { Suite } from './suite.ts';

/** What a set is called by, in addresses too. */
export const setId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'lower-case letters, digits, dots, dashes');

type Deps = { readonly evaluations: Pick<EvaluationStore, 'findSet' | 'saveSet' | 'listSets'> };

/** @throws AppError `NOT_FOUND` */
export async function findSet(
  { evaluations }: { readonly evaluations: Pick<EvaluationStore, 'findSet'> },
  org: string,
  id: string,
): Promise<QuestionSet> {
  const found = await evaluations.findSet(org, id);
  if (!found) throw new AppError('NOT_FOUND');
  return found;
}

/**
 * Keeps the questions of a suite as a set of the organisation. What it says of a corpus does not count: the organisation's own
 * documents are asked about.
 * @throws AppError `SUITE_INVALID` for too many questions, `CONFLICT` for too many sets
 */
export async function saveSet(
  { evaluations }: Deps,
  { org, user }: AccessFilter,
  id: string,
  { suite, title, questions }: Pick<Suite, 'suite' | 'title' | 'questions'>,
): Promise<QuestionSet> {
  const { questions: most, sets: mostSets } = tunables.evaluation;
  if (questions.length > most)
    throw new AppError('SUITE_INVALID', {
      explanation: {
        fr: `Un jeu a ${most} questions au plus ; celui-ci en a ${questions.length}.`,
        en: `questions: at most ${most}, here ${questions.length}`,
      },
    });
  // PostgreSQL keeps no NUL, however it is written.
  if (JSON.stringify(questions).includes('\\u0000'))
    throw new AppError('SUITE_INVALID', {
      explanation: {
        fr: 'Un texte contient le caractère U+0000.',
        en: 'questions: a text holds the character U+0000',
      },
    });
  const known = await evaluations.listSets(org);
  if (known.length >= mostSets && !known.some((set) => set.id === id))
    throw new AppError('CONFLICT', {
      explanation: { fr: `${mostSets} jeux au plus.`, en: `at most ${mostSets} sets` },
    });
  return evaluations.saveSet(org, { id, title: title ?? suite, questions }, user);
}
