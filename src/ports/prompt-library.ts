import type { Language } from '../core/document.ts';

/**
 * A versioned prompt. `system` and `user` hold `{{name}}` where `renderTemplate()` puts values; every name that stands
 * in them is listed in `values`.
 */
export type Prompt = {
  readonly id: string;
  readonly version: number;
  readonly language: Language;
  /** In a sentence, in that language: what sets this version apart. */
  readonly about: string | null;
  readonly temperature: number;
  /** Most tokens that the model may write. */
  readonly maxTokens: number;
  readonly values: readonly string[];
  readonly system: string;
  readonly user: string;
};

/** The prompts of this deployment, all loaded and checked before the first question. */
export type PromptLibrary = {
  /**
   * The prompt of that id and version in that language.
   * @throws AppError `CONFIGURATION_INVALID` when there is none
   */
  get(name: { readonly id: string; readonly version: number; readonly language: Language }): Prompt;
  /** The versions of a prompt that there are in every language, the lowest first. */
  versions(id: string): readonly number[];
  /** All of them, by id, version and language. */
  list(): readonly Prompt[];
};
