import type { SourceRepository } from '../../ports/source-repository.ts';
import type { ItemStatus, WorkplaceStore } from '../../ports/workplace-store.ts';
import { requireSource, type ServiceCaller } from '../access/service-key.ts';
import type { itemStates } from '../contract/receipts.ts';
import { AppError } from '../errors.ts';

export type ItemState = (typeof itemStates)[number];

/** An item as its workplace is told of it. */
export type ShownItem = Omit<ItemStatus, 'state' | 'queuedAt'> & {
  readonly source: string;
  readonly state: ItemState;
  /** Seconds since the wanted version was announced while it cannot be found yet; `null` when it can, or never will. */
  readonly lagSeconds: number | null;
};

/**
 * How far a document of a source has come. An id of another source, or of another organisation, is missing.
 * @throws AppError `NOT_FOUND`
 */
export async function showItem(
  deps: {
    readonly sources: Pick<SourceRepository, 'find' | 'list'>;
    readonly workplace: Pick<WorkplaceStore, 'findItem'>;
    readonly clock: () => Date;
    /** Whether vectors follow the words. */
    readonly embeds: boolean;
  },
  caller: ServiceCaller,
  wanted: { readonly id: string; readonly source?: string | undefined },
): Promise<ShownItem> {
  const source = wanted.source ?? caller.source ?? (await onlySource(deps.sources, caller.org));
  if (source === null) throw new AppError('NOT_FOUND');
  requireSource(caller, source);
  const found = await deps.workplace.findItem({ org: caller.org, id: source }, wanted.id);
  if (!found) throw new AppError('NOT_FOUND');
  const { state: documentState, queuedAt, ...item } = found;
  const state = stateOf(documentState, deps.embeds);
  const isUnderWay = state === 'queued' || state === 'fetching' || state === 'parsing';
  const lagSeconds =
    isUnderWay && queuedAt
      ? Math.max(0, Math.round((deps.clock().getTime() - queuedAt.getTime()) / 1000))
      : null;
  return { ...item, source, state, lagSeconds };
}

async function onlySource(sources: Pick<SourceRepository, 'list'>, org: string): Promise<string | null> {
  const [only, ...others] = await sources.list(org);
  return only && others.length === 0 ? only.id : null;
}

/** A document that can be found by its words is there for people; its vectors follow where something embeds. */
export function stateOf(state: ItemStatus['state'], embeds: boolean): ItemState {
  if (state === null) return 'removed';
  if (state === 'searchable-words') return embeds ? 'embedding' : 'indexed';
  return state === 'searchable' ? 'indexed' : state;
}
