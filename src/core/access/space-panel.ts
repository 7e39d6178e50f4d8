import type { AccessRepository, Person, TendedSpace } from '../../ports/access-repository.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { IndexHealth } from '../../ports/index-health.ts';
import { AppError } from '../errors.ts';
import { addUp, type DocumentCounts } from '../ingest/index-report.ts';

/** How a space stands with the assistant, for those who look after it. */
export type SpacePanel = DocumentCounts & {
  readonly id: string;
  readonly title: string;
  readonly enabled: boolean;
  /** Who keeps the assistant out of it; `source`: its workplace. */
  readonly excludedBy: 'administrator' | 'animator' | 'source' | null;
  /** Whether the caller may switch it as it stands. */
  readonly maySwitch: boolean;
};

type PanelDeps = {
  readonly access: Pick<AccessRepository, 'findTendedSpace'>;
  readonly indexHealth: Pick<IndexHealth, 'count'>;
};

/**
 * The panel of a space, for its animators and the administrators of its organisation: numbers alone.
 * @throws AppError `NOT_FOUND` to everybody else, and for a space that is not there
 */
export async function showSpacePanel(deps: PanelDeps, person: Person, id: string): Promise<SpacePanel> {
  const space = await findTended(deps, person, id);
  const { title, assistantEnabled: enabled } = space;
  const excludedBy = space.excludedAtSource ? 'source' : space.excludedAs;
  const maySwitch = excludedBy !== 'source' && (person.isAdmin || excludedBy !== 'administrator');
  const counts = addUp(await deps.indexHealth.count(person.org, id));
  return { ...counts, id, title, enabled, excludedBy, maySwitch };
}

/**
 * Excludes a space from the assistant, or opens it again. An animator does not open what an administrator excluded.
 * @throws AppError as `showSpacePanel()`, and as `DocumentStore.switchSpace` does
 */
export async function switchFromPanel(
  deps: PanelDeps & { readonly documents: Pick<DocumentStore, 'switchSpace'> },
  person: Person,
  id: string,
  enabled: boolean,
): Promise<SpacePanel> {
  await findTended(deps, person, id);
  const as = person.isAdmin ? 'administrator' : 'animator';
  await deps.documents.switchSpace(person.org, id, { enabled, by: person.id, as });
  return showSpacePanel(deps, person, id);
}

async function findTended(
  { access }: Pick<PanelDeps, 'access'>,
  person: Person,
  id: string,
): Promise<TendedSpace> {
  const space = await access.findTendedSpace(person.org, person.id, id);
  if (!space || !(space.isAnimator || person.isAdmin)) throw new AppError('NOT_FOUND');
  return space;
}
