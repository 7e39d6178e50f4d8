import type { Connection } from './connection.ts';

export type AccessStep = {
  readonly code: string;
  readonly passes: boolean;
  /** What of the person the rule names: `group:…`, `space:…`, `user:…`. */
  readonly principals: readonly string[];
  readonly text: { readonly fr: string; readonly en: string };
};

export type AccessExplanation = {
  readonly mayOpen: boolean;
  readonly mayFind: boolean;
  readonly steps: readonly AccessStep[];
};

/** Why somebody sees a document, or does not. */
export function accessApi({ get }: Connection) {
  return {
    explain: (user: string, document: string) =>
      get<AccessExplanation>('/v1/admin/access/explanations', { user, document }),
  };
}
