/** Which version of a prompt is used; `space` `null`: the organisation, where its spaces say nothing else. */
export type PromptChoice = {
  readonly space: string | null;
  readonly prompt: string;
  readonly version: number;
};

/** Which versions of the prompts an organisation uses, where it wants others than the usual ones. */
export type PromptChoices = {
  list(org: string): Promise<readonly PromptChoice[]>;
  /** `version` `null`: no longer. Leaves an audit record. */
  choose(
    org: string,
    choice: Omit<PromptChoice, 'version'> & { readonly version: number | null },
    by: string,
  ): Promise<void>;
};
