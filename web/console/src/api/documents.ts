import type { PageOf } from '../interface/use-pages.ts';
import { type Connection, segment } from './connection.ts';

export type ExposedSpace = {
  readonly id: string;
  readonly title: string;
  readonly assistantEnabled: boolean;
  readonly people: number;
  readonly documents: number;
  readonly unread: number;
  readonly aboveThreshold: number;
  readonly openToGuests: number;
  readonly exposed: number;
  readonly sensitive: number;
  readonly owners: readonly { readonly user: string | null; readonly documents: number }[];
};

export type Exposure = {
  readonly threshold: number;
  readonly people: number;
  readonly guests: number;
  readonly spaces: readonly ExposedSpace[];
};

export type ExposedDocument = {
  readonly id: string;
  readonly space: string;
  readonly title: string;
  readonly path: string;
  readonly people: number;
  readonly guests: number;
  readonly sensitive: boolean;
  readonly owner: string | null;
};

export const aliasStatuses = ['learned', 'added', 'hidden'] as const;
export type AliasStatus = (typeof aliasStatuses)[number];

export type Alias = {
  readonly id: string;
  readonly acronym: string;
  readonly expansion: string;
  readonly status: AliasStatus;
  readonly documents: number;
};

/** Which documents many people could find, spaces without the assistant, and what acronyms stand for. */
export function documentsApi({ get, send }: Connection) {
  const alias = (id: string) => `/v1/admin/aliases/${segment(id)}`;
  return {
    exposure: (threshold: number | null, signal: AbortSignal) =>
      get<Exposure>('/v1/admin/exposure', { threshold }, signal),
    exposedDocuments: async (
      asked: { readonly threshold: number | null; readonly space: string | null },
      cursor: string | null,
      signal: AbortSignal,
    ): Promise<PageOf<ExposedDocument> & { readonly withheld: number }> => {
      const { documents, ...rest } = await get<{
        documents: readonly ExposedDocument[];
        withheld: number;
        nextCursor: string | null;
      }>('/v1/admin/exposure/documents', { ...asked, cursor }, signal);
      return { rows: documents, ...rest };
    },
    switchSpace: (id: string, enabled: boolean) =>
      send<{ assistantEnabled: boolean; documents: number }>(
        'PUT',
        `/v1/admin/spaces/${segment(id)}/assistant`,
        { enabled },
      ),
    aliases: async (
      asked: { readonly q: string; readonly status: AliasStatus | '' },
      cursor: string | null,
      signal: AbortSignal,
    ): Promise<PageOf<Alias>> => {
      const { aliases, nextCursor } = await get<{ aliases: readonly Alias[]; nextCursor: string | null }>(
        '/v1/admin/aliases',
        { ...asked, cursor },
        signal,
      );
      return { rows: aliases, nextCursor };
    },
    addAlias: (entered: { readonly acronym: string; readonly expansion: string }) =>
      send<Alias>('POST', '/v1/admin/aliases', entered),
    removeAlias: (id: string) => send('DELETE', alias(id)),
    hideAlias: (id: string) => send('PUT', `${alias(id)}/hidden`),
    showAlias: (id: string) => send('DELETE', `${alias(id)}/hidden`),
  };
}
