import type { AccessRepository } from '../../ports/access-repository.ts';
import type { PromptChoice, PromptChoices } from '../../ports/prompt-choices.ts';
import type { Prompt, PromptLibrary } from '../../ports/prompt-library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import { answerPrompt } from '../answer/render-answer-prompt.ts';
import { opinionPrompt } from '../check/second-opinion.ts';
import { AppError } from '../errors.ts';
import { notesPrompt, taskPrompts } from '../tasks/render-task-prompt.ts';
import { rewritePrompt } from '../understand/render-rewrite-prompt.ts';

/** The prompts that people's questions and tasks go through, each in its usual version. */
export const usualPrompts = [
  answerPrompt,
  rewritePrompt,
  opinionPrompt,
  ...Object.values(taskPrompts),
  notesPrompt,
] as const;

export type ListedPrompt = {
  readonly id: string;
  /** Used where nothing else is chosen. */
  readonly usual: number;
  /** In each language, the lowest version first. */
  readonly versions: readonly Prompt[];
};

type Deps = {
  readonly prompts: PromptLibrary;
  readonly promptChoices: PromptChoices;
  readonly access: Pick<AccessRepository, 'findUnknownPrincipals'>;
};

/** The prompts with the texts of all their versions, and which ones the organisation uses. */
export async function listPrompts(
  { prompts, promptChoices }: Pick<Deps, 'prompts' | 'promptChoices'>,
  org: string,
): Promise<{ readonly prompts: readonly ListedPrompt[]; readonly choices: readonly PromptChoice[] }> {
  const all = prompts.list();
  return {
    prompts: usualPrompts.map(({ id, version }) => ({
      id,
      usual: version,
      versions: all.filter((prompt) => prompt.id === id).toSorted((a, b) => a.version - b.version),
    })),
    choices: await promptChoices.list(org),
  };
}

/**
 * Has the organisation, or a space of it, use a version from the next question on; `null`: no longer.
 * @throws AppError `BAD_REQUEST` for a version that does not ship, `NOT_FOUND` for a space that is not there
 */
export async function choosePrompt(
  { prompts, promptChoices, access }: Deps,
  { org, user }: AccessFilter,
  choice: Parameters<PromptChoices['choose']>[1],
): Promise<readonly PromptChoice[]> {
  requireVersion(prompts, choice.prompt, choice.version);
  if (
    choice.space !== null &&
    (await access.findUnknownPrincipals(org, [`space:${choice.space}`])).length > 0
  )
    throw new AppError('NOT_FOUND');
  await promptChoices.choose(org, choice, user);
  return promptChoices.list(org);
}

/** @throws AppError `BAD_REQUEST` */
export function requireVersion(
  prompts: Pick<PromptLibrary, 'versions'>,
  id: string,
  version: number | null,
): void {
  if (!usualPrompts.some((prompt) => prompt.id === id))
    throw new AppError('BAD_REQUEST', { detail: `prompt: ${id} is none` });
  if (version !== null && !prompts.versions(id).includes(version))
    throw new AppError('BAD_REQUEST', { detail: `version: there is no version ${version} of ${id}` });
}
