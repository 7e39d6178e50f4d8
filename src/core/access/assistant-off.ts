import type { AssistantSwitch } from '../../ports/assistant-switch.ts';
import { AppError } from '../errors.ts';

/** Why an assistant may be turned off: codes, so that nobody writes down what leaked. */
export const assistantOffReasons = ['leak', 'incident', 'maintenance', 'decision'] as const;
export type AssistantOffReason = (typeof assistantOffReasons)[number];

/** @throws AppError `ASSISTANT_OFF` while the organisation's assistant answers nobody */
export async function requireAssistant(
  { assistant }: { readonly assistant: Pick<AssistantSwitch, 'read'> },
  org: string,
): Promise<void> {
  const { enabled } = await assistant.read(org);
  if (!enabled) throw new AppError('ASSISTANT_OFF');
}
