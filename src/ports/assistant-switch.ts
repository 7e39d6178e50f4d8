import type { AssistantOffReason } from '../core/access/assistant-off.ts';

/** Whether an organisation's assistant answers anybody, and if not, since when and why. */
export type AssistantState =
  | { readonly enabled: true }
  | { readonly enabled: false; readonly since: Date; readonly reason: AssistantOffReason | null };

/** The switch of a whole organisation's assistant. The gate asks it too: while it is off, no text of a document is let through. */
export type AssistantSwitch = {
  read(org: string): Promise<AssistantState>;
  /**
   * Turns it, with an audit record; `by` an administrator or the operator (`null`). Turned as it is already, nothing is done: who turned
   * it off first is who did. @throws AppError `ORGANISATION_UNKNOWN`
   */
  turn(
    org: string,
    wanted: { readonly enabled: boolean; readonly reason?: AssistantOffReason | undefined },
    by: string | null,
  ): Promise<AssistantState>;
  /** Of how many organisations it is off. */
  countOff(): Promise<number>;
};
