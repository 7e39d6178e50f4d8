import { type Connection, segment } from './connection.ts';
import type { DocumentCounts } from './index-health.ts';

/** How a space stands with the assistant, for those who look after it. */
export type SpacePanel = DocumentCounts & {
  readonly id: string;
  readonly title: string;
  readonly enabled: boolean;
  /** Who keeps the assistant out of it; `source`: its workplace. */
  readonly excludedBy: 'administrator' | 'animator' | 'source' | null;
  readonly maySwitch: boolean;
};

/** Spaces that the person looks after. */
export function spacesApi({ get, send }: Pick<Connection, 'get' | 'send'>) {
  const path = (id: string) => `/v1/spaces/${segment(id)}/assistant`;
  return {
    panels: (ids: readonly string[], signal: AbortSignal) =>
      Promise.all(ids.map((id) => get<SpacePanel>(path(id), {}, signal))),
    switch: (id: string, enabled: boolean) => send<SpacePanel>('PUT', path(id), { enabled }),
  };
}
