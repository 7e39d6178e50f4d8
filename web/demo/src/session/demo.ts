import { jsonBody, readJson, send } from '../../../shared/api/connection.ts';
import type { SignedToken } from '../../../shared/api/token-keeper.ts';
import type { Language } from '../../../shared/api/types.ts';

export type Person = { readonly id: string; readonly name: string; readonly role: string | null };

/** A question to try; `as` is the id of the person for whom it was written. */
export type SuggestedQuestion = { readonly text: string; readonly as: string };

export type Demo = {
  readonly organisation: { readonly id: string; readonly title: string };
  readonly people: readonly Person[];
  readonly questions: readonly SuggestedQuestion[];
};

/** Those written for a person, alone: what answers those of others may not be theirs to read. */
export function questionsFor(
  { id }: Pick<Person, 'id'>,
  questions: readonly SuggestedQuestion[],
): readonly string[] {
  return questions.filter(({ as }) => as === id).map(({ text }) => text);
}

/** What the demonstration holds: organisation, people and questions to try. Needs no token. */
export async function readDemo(language: Language, { signal }: { readonly signal: AbortSignal }) {
  return readJson<Demo>(await send('/v1/demo', { headers: { 'Accept-Language': language }, signal }));
}

/** A token of a person of the demonstration, who needs no proof. */
export async function signIn(person: string): Promise<SignedToken> {
  return readJson(await send('/v1/demo/sessions', jsonBody('POST', { user: person })));
}
