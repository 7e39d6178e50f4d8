import type { Connection } from './connection.ts';

export type PromptVersion = {
  readonly version: number;
  readonly language: 'fr' | 'en';
  readonly about: string | null;
  readonly temperature: number;
  readonly maxTokens: number;
  readonly system: string;
  readonly user: string;
};

export type Prompt = {
  readonly id: string;
  readonly usual: number;
  readonly versions: readonly PromptVersion[];
};

export type PromptChoice = {
  /** `null`: the organisation. */
  readonly space: string | null;
  readonly prompt: string;
  readonly version: number;
};

/** The instructions that models are given. */
export function promptsApi({ get, send }: Connection) {
  return {
    list: (signal: AbortSignal) =>
      get<{ prompts: readonly Prompt[]; choices: readonly PromptChoice[] }>('/v1/admin/prompts', {}, signal),
    /** `version` `null`: no choice any more. */
    choose: (choice: Omit<PromptChoice, 'version'> & { readonly version: number | null }) =>
      send('PUT', '/v1/admin/prompt-choices', choice),
  };
}
