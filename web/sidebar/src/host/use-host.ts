import { createContext, useContext, useSyncExternalStore } from 'react';
import { type Host, type HostState, noHost } from './connect-host.ts';

export const HostContext = createContext<Host>(noHost);

/** The workplace around the sidebar, and what it said last. */
export function useHost(): Host & HostState {
  const host = useContext(HostContext);
  const state = useSyncExternalStore(host.subscribe, host.state);
  return { ...host, ...state };
}
