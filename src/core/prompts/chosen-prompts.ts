import type { PromptChoice } from '../../ports/prompt-choices.ts';
import type { PromptLibrary } from '../../ports/prompt-library.ts';

/**
 * The prompts in the versions that were chosen; the code asks for the usual ones. A version that does not ship any more is as if
 * nothing had been chosen.
 * @param spaces those that are asked in: where they want different versions, or none are named, the organisation's choice holds
 */
export function chosenPrompts(
  library: PromptLibrary,
  choices: readonly PromptChoice[],
  spaces: readonly string[],
): PromptLibrary {
  if (choices.length === 0) return library;
  const chosenIn = (prompt: string, space: string | null) =>
    choices.find((choice) => choice.prompt === prompt && choice.space === space)?.version;
  const versionOf = (prompt: string): number | undefined => {
    const usual = chosenIn(prompt, null);
    const wanted = new Set(spaces.map((space) => chosenIn(prompt, space) ?? usual));
    const [only] = wanted;
    return wanted.size === 1 ? only : usual;
  };
  return {
    ...library,
    get: ({ id, version, language }) => {
      const chosen = versionOf(id);
      const ships = chosen !== undefined && library.versions(id).includes(chosen);
      return library.get({ id, version: ships ? chosen : version, language });
    },
  };
}
