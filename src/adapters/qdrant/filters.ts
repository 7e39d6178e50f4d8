import type { Schemas } from '@qdrant/js-client-rest';
import { tunables } from '../../../config/tunables.ts';
import type { AccessFilter } from '../../core/access/access-filter.ts';
import type { DocumentKey, OrganisationId } from '../../core/document.ts';
import { AppError } from '../../core/errors.ts';
import type { Scope } from '../../core/scope.ts';

/** Conditions that all hold. Every one of them here begins with the organisation, and none is empty: empty ones match all. */
export type Filter = { readonly must: Schemas['Condition'][] };

export function ofOrganisation(org: OrganisationId): Filter {
  return { must: [{ key: 'org', match: { value: org } }] };
}

export function ofDocument({ org, id }: DocumentKey): Filter {
  return { must: [...ofOrganisation(org).must, { key: 'document', match: { value: id } }] };
}

/** What the caller may read. Only for one who may read something: without classes nothing is asked at all. */
export function readableBy({ org, accessClasses }: AccessFilter): Filter {
  return { must: [...ofOrganisation(org).must, anyOf('access', accessClasses)] };
}

/** What of it lies in the scope. */
export function within(filter: Filter, { spaces, folders, documents }: Scope): Filter {
  const narrowed = [...filter.must];
  if (spaces?.length) narrowed.push(anyOf('space', spaces));
  if (folders?.length) narrowed.push(anyOf('folders', folders));
  if (documents?.length) narrowed.push(anyOf('document', documents));
  return { must: narrowed };
}

export function and(filter: Filter, ...more: Schemas['Condition'][]): Filter {
  return { must: [...filter.must, ...more] };
}

/** Long lists in several conditions, of which one must hold: a server refuses conditions beyond a size. */
function anyOf(key: string, values: readonly string[] | readonly number[]): Schemas['Condition'] {
  const parts = inParts<string | number>(values, tunables.qdrant.valuesPerCondition).map((any) => ({
    key,
    match: { any: any as string[] | number[] },
  }));
  // No value at all would be no condition at all.
  if (parts.length === 0) throw new AppError('INTERNAL', { detail: `No value of ${key} to filter by.` });
  return { should: parts };
}

/** Lists of at most so many, in order. */
export function inParts<One>(all: readonly One[], size: number): One[][] {
  const parts: One[][] = [];
  for (let from = 0; from < all.length; from += size) parts.push(all.slice(from, from + size));
  return parts;
}
