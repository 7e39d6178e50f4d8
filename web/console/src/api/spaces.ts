import { type Connection, segment } from './connection.ts';
import type { DocumentCounts } from './index-health.ts';
import { unlessMissing } from './unless-missing.ts';

/** How a space stands with the assistant, for those who look after it. */
export type SpacePanel = DocumentCounts & {
  readonly id: string;
  readonly title: string;
  readonly enabled: boolean;
  /** Who keeps the assistant out of it; `source`: its workplace. */
  readonly excludedBy: 'administrator' | 'animator' | 'source' | null;
  readonly maySwitch: boolean;
};

/** How many panels are asked for at once. */
const atOnce = 6;

/** Spaces that the person looks after. */
export function spacesApi({ get, send }: Pick<Connection, 'get' | 'send'>) {
  const path = (id: string) => `/v1/spaces/${segment(id)}/assistant`;
  return {
    /** Of the spaces that they belong to: which ones they look after is told by each alone. */
    tended: async (signal: AbortSignal): Promise<readonly SpacePanel[]> => {
      const { spaces } = await get<{ spaces: readonly { id: string }[] }>('/v1/spaces', {}, signal);
      const panels: SpacePanel[] = [];
      for (let at = 0; at < spaces.length; at += atOnce) {
        const asked = spaces.slice(at, at + atOnce);
        const found = await Promise.all(
          asked.map(({ id }) => unlessMissing(() => get<SpacePanel>(path(id), {}, signal))),
        );
        panels.push(...found.filter((panel) => panel !== null));
      }
      return panels;
    },
    switch: (id: string, enabled: boolean) => send<SpacePanel>('PUT', path(id), { enabled }),
  };
}
