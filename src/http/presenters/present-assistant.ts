import type { AssistantState } from '../../ports/assistant-switch.ts';

/** The switch of an organisation's assistant, for its administrators. */
export function presentAssistant(state: AssistantState) {
  if (state.enabled) return { enabled: true, since: null, reason: null };
  return { enabled: false, since: state.since.toISOString(), reason: state.reason };
}
