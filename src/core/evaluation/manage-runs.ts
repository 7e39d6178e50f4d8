import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import type { AccessRepository } from '../../ports/access-repository.ts';
import type { EvaluationStore } from '../../ports/evaluation-store.ts';
import type { PromptLibrary } from '../../ports/prompt-library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { AnsweringProviders } from '../answer/answering-providers.ts';
import { answerPrompt } from '../answer/render-answer-prompt.ts';
import { AppError } from '../errors.ts';
import { isUuid } from '../is-uuid.ts';
import { requireVersion } from '../prompts/manage-prompts.ts';
import { findSet, setId } from './manage-sets.ts';
import type { EvaluationRun } from './run.ts';
import { sample } from './score/random.ts';
import { endpoints } from './suite.ts';

const variant = z.strictObject({
  provider: z.string().min(1).max(100).nullable().default(null).meta({
    description: 'Id of the provider that answers; null: the one that answers people.',
  }),
  promptVersion: z.int().min(1).nullable().default(null).meta({
    description: 'Version of `answer-question`; null: the one that answers people.',
  }),
});

/** What runs are launched with. */
export const launchInput = z.strictObject({
  set: setId,
  as: z
    .string()
    .regex(/^(user|group):[^\0]{1,200}$/)
    .optional()
    .meta({
      description:
        'In whose name questions are asked that do not say it: `user:ID`, or `group:ID`, whose members take turns. Absent: the caller.',
    }),
  endpoint: z.enum(endpoints).default('ask'),
  questions: z.int().min(1).max(tunables.evaluation.questions).optional().meta({
    description: 'At most so many, drawn from the set, the same ones each time. Absent: all.',
  }),
  variants: z
    .array(variant)
    .min(1)
    .max(tunables.evaluation.variants)
    .default([{ provider: null, promptVersion: null }])
    .meta({
      description: 'A run for each of these.',
    }),
});
export type LaunchInput = z.infer<typeof launchInput>;

type Deps = {
  readonly evaluations: Pick<EvaluationStore, 'findSet' | 'start' | 'list' | 'membersOf'>;
  readonly access: Pick<AccessRepository, 'findPerson'>;
  readonly answering: Pick<AnsweringProviders, 'knows'>;
  readonly prompts: PromptLibrary;
};

/** The seed by which questions are drawn, so that runs over some of a set can be compared. */
const seed = 1;

/**
 * Launches a run for each variant; they are carried out one after another.
 * @throws AppError `NOT_FOUND` for a set, person or group that is not there, `BAD_REQUEST` for an unknown provider, version or
 *   person of a question, `CONFLICT` when too many are under way
 */
export async function launchRuns(
  deps: Deps,
  { org, user }: AccessFilter,
  input: LaunchInput,
): Promise<readonly EvaluationRun[]> {
  const { title, questions: all } = await findSet(deps, org, input.set);
  const principal = input.as ?? `user:${user}`;
  const people = await peopleOf(deps, org, principal);
  const questions = input.questions === undefined ? all : sample(all, input.questions, seed);
  await refuseStrangers(deps, org, [...new Set(questions.flatMap(({ as }) => as ?? []))]);
  for (const { provider, promptVersion } of input.variants) {
    if (provider !== null && !deps.answering.knows(provider))
      throw new AppError('BAD_REQUEST', {
        explanation: {
          fr: `Le fournisseur « ${provider} » est inconnu.`,
          en: `provider: ${provider} is unknown`,
        },
      });
    requireVersion(deps.prompts, answerPrompt.id, promptVersion);
  }
  await refuseTooMany(deps, org, input.variants.length);
  const run = { setId: input.set, title, endpoint: input.endpoint, principal, people, questions };
  return deps.evaluations.start(
    org,
    input.variants.map((one) => ({ ...run, ...one })),
    user,
  );
}

async function peopleOf(
  { access, evaluations }: Deps,
  org: string,
  principal: string,
): Promise<readonly string[]> {
  const id = principal.slice(principal.indexOf(':') + 1);
  const people = principal.startsWith('group:')
    ? await evaluations.membersOf(org, id)
    : (await access.findPerson(org, { id }))
      ? [id]
      : [];
  if (people.length === 0) throw new AppError('NOT_FOUND', { detail: `as: ${principal}` });
  return people;
}

async function refuseStrangers({ access }: Deps, org: string, named: readonly string[]): Promise<void> {
  const found = await Promise.all(named.map((id) => access.findPerson(org, { id })));
  const missing = named.filter((_, at) => !found[at]);
  if (missing.length > 0)
    throw new AppError('BAD_REQUEST', {
      detail: `questions: nobody here is called ${missing.slice(0, 5).join(', ')}`,
    });
}

async function refuseTooMany({ evaluations }: Deps, org: string, more: number): Promise<void> {
  const { unfinished } = tunables.evaluation;
  const latest = await evaluations.list(org, 200);
  if (latest.filter(({ state }) => state === 'running').length + more > unfinished)
    throw new AppError('CONFLICT', {
      explanation: {
        fr: `${unfinished} évaluations non terminées au plus : attendez la fin d’une autre.`,
        en: `at most ${unfinished} runs that have not ended`,
      },
    });
}

/** @throws AppError `NOT_FOUND` */
export async function findRun(
  { evaluations }: { readonly evaluations: Pick<EvaluationStore, 'find'> },
  org: string,
  id: string,
): Promise<EvaluationRun> {
  const found = isUuid(id) ? await evaluations.find(org, id) : null;
  if (!found) throw new AppError('NOT_FOUND');
  return found;
}
