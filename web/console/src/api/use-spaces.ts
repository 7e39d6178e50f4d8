import { useCallback } from 'react';
import { type Loaded, useLoaded } from '../interface/use-loaded.ts';
import { useClient } from '../session/session.ts';

/** A space of the organisation, whether the person belongs to it or not. */
export type SpaceName = { readonly id: string; readonly title: string };

/** All spaces of the organisation by title. */
export function useSpaces(): Loaded<readonly SpaceName[]> {
  const { names } = useClient();
  return useLoaded(useCallback((signal) => names.allSpaces(signal), [names]));
}

/** What a space is called; its id where nobody says. */
export function spaceTitle(spaces: readonly SpaceName[] | null, id: string): string {
  return spaces?.find((space) => space.id === id)?.title ?? id;
}
