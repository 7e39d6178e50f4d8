import type { AccessRepository } from '../../ports/access-repository.ts';
import type { AssistantSwitch } from '../../ports/assistant-switch.ts';
import type { ConversationShares } from '../../ports/conversation-shares.ts';

/**
 * Turns the assistant off and forbids sharing, in each organisation of a backup: spaces excluded, shares taken back and switches turned since
 * are not in it, and nothing says that they were (R13, R09). An assistant that was off stays off for the reason that it has. Gives of how many.
 */
export async function holdBackRestored({
  access,
  assistant,
  shares,
}: {
  readonly access: Pick<AccessRepository, 'listOrganisations'>;
  readonly assistant: Pick<AssistantSwitch, 'turn'>;
  readonly shares: Pick<ConversationShares, 'setAllowed'>;
}): Promise<number> {
  const organisations = await access.listOrganisations();
  for (const { id } of organisations) {
    await assistant.turn(id, { enabled: false, reason: 'maintenance' }, null);
    await shares.setAllowed(id, false, null);
  }
  return organisations.length;
}
