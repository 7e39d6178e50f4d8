import type { AccessExplanations, AccessFacts } from '../../ports/access-explanations.ts';
import type { AccessRepository } from '../../ports/access-repository.ts';
import type { Library } from '../../ports/library.ts';
import { AppError, isAppError } from '../errors.ts';
import type { AccessFilter } from './access-filter.ts';
import { authoriseCaller } from './authorise-caller.ts';
import type { AccessStepCode } from './explanation-texts.ts';

/** One thing that decides; those that a removed document or a refusal before it makes idle are left out. */
export type AccessStep = {
  readonly code: AccessStepCode;
  readonly passes: boolean;
  /** Of the person, those that the rule names: groups, spaces, themselves. */
  readonly principals: readonly string[];
};

export type AccessExplanation = {
  /** Whether they may open it at this moment. */
  readonly mayOpen: boolean;
  /** Whether the assistant may find it for them: they may open it, and it can be found. */
  readonly mayFind: boolean;
  readonly steps: readonly AccessStep[];
};

export type ExplainDeps = {
  readonly explanations: AccessExplanations;
  readonly access: Pick<AccessRepository, 'readableClasses'>;
  /** The one that asks sources that want to be asked. */
  readonly library: Pick<Library, 'find'>;
};

/**
 * Why somebody may read a document, or may not, step by step: codes, ids of groups and spaces, nothing of the document. It is
 * recorded before it is told.
 * @throws AppError `NOT_FOUND` for a person or document that the organisation never had
 */
export async function explainAccess(
  deps: ExplainDeps,
  within: AccessFilter,
  asked: { readonly user: string; readonly document: string },
): Promise<AccessExplanation> {
  const { org } = within;
  const facts = await deps.explanations.read(org, asked.user, asked.document);
  if (!facts) throw new AppError('NOT_FOUND');
  const late = await askLate(deps, org, asked, facts);
  const steps = stepsOf(facts, late);
  const mayOpen = facts.document?.isReadable === true && (late === null || late === 'source-agrees');
  const { isLive = false, isSpaceOpen = false, isAssistantOn = false } = facts.document ?? {};
  const mayFind = mayOpen && isLive && isSpaceOpen && isAssistantOn;
  await deps.explanations.record(org, within.user, { ...asked, mayOpen, mayFind });
  return { mayOpen, mayFind, steps };
}

/** What the source of a document says, where it wants to be asked and nothing refuses before it. */
async function askLate(
  { access, library }: ExplainDeps,
  org: string,
  { user, document }: { readonly user: string; readonly document: string },
  facts: AccessFacts,
): Promise<'source-agrees' | 'source-refuses' | 'source-silent' | null> {
  if (!facts.document?.isLateChecked || !facts.document.isReadable) return null;
  try {
    const person = await authoriseCaller({ access }, { org, user });
    return (await library.find(person, document)) ? 'source-agrees' : 'source-refuses';
  } catch (error) {
    if (isAppError(error) && error.code === 'RIGHTS_UNAVAILABLE') return 'source-silent';
    throw error;
  }
}

const personSteps = {
  active: 'person-active',
  disabled: 'person-disabled',
  'guest-excluded': 'guest-excluded',
} as const satisfies Record<AccessFacts['person'], AccessStepCode>;

const ruleSteps = {
  document: 'rule-of-document',
  folder: 'rule-of-folder',
  parent: 'rule-of-parent',
  place: 'rule-of-place',
} as const satisfies Record<NonNullable<AccessFacts['document']>['ruleOf'], AccessStepCode>;

function stepsOf({ person, document }: AccessFacts, late: AccessStepCode | null): AccessStep[] {
  const step = (code: AccessStepCode, passes: boolean, principals: readonly string[] = []): AccessStep => ({
    code,
    passes,
    principals,
  });
  const who = step(personSteps[person], person === 'active');
  if (document === null) return [who, step('document-removed', false)];
  const { allowedAs, restricts, withinAs, deniedAs, isSpaceOpen, isAssistantOn, isLive, state } = document;
  const isAllowed = allowedAs.length > 0;
  const isWithin = withinAs.length > 0;
  const isDenied = deniedAs.length > 0;
  return [
    who,
    step(ruleSteps[document.ruleOf], true),
    step(isAllowed ? 'allowed' : 'not-allowed', isAllowed, allowedAs),
    ...(restricts ? [step(isWithin ? 'within-restriction' : 'outside-restriction', isWithin, withinAs)] : []),
    step(isDenied ? 'denied' : 'not-denied', !isDenied, deniedAs),
    ...(late === null ? [] : [step(late, late === 'source-agrees')]),
    step(isSpaceOpen ? 'space-open' : 'space-excluded', isSpaceOpen),
    step(isAssistantOn ? 'assistant-on' : 'assistant-off', isAssistantOn),
    step(isLive ? 'ready' : state === 'failed' || state === 'skipped' ? 'not-read' : 'not-ready', isLive),
  ];
}
