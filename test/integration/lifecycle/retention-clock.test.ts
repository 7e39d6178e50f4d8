import { pino } from 'pino';
import { test } from 'vitest';
import { readEnvironment } from '../../../config/env.ts';
import { compose } from '../../../src/compose.ts';
import { eventually } from '../../support/api-client.ts';
import { environmentFor, makePreparedFolder } from '../../support/sourcier-process.ts';
import { anOrganisation } from '../../support/test-stores.ts';
import { anExchange } from '../postgres/an-exchange.ts';

test('R74: the background purges what is too old by the clock that it is given, from its start on', async () => {
  const folder = await makePreparedFolder();
  let now = new Date();
  const sourcier = await compose(readEnvironment(environmentFor(folder.path, {})), {
    logger: pino({ level: 'silent' }),
    now: () => now,
  });
  try {
    const { stores } = sourcier;
    await stores.access.applyOrganisation(anOrganisation(), 'test');
    await stores.conversations.saveExchange(anExchange());
    await stores.retention.save('bellerive', { conversationDays: 30 }, null);
    now = new Date(now.getTime() + 31 * 24 * 60 * 60 * 1000);
    await sourcier.work();
    await eventually(async () => (await stores.people.listConversations('bellerive', 'alice')).length === 0);
  } finally {
    await sourcier.close();
    await folder.remove();
  }
});
