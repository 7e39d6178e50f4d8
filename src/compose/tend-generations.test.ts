import { expect, test } from 'vitest';
import { tendGenerations } from './tend-generations.ts';

test('what is asked for while it looks is looked for at once afterwards, not a minute later', async () => {
  const stopping = new AbortController();
  const looks: PromiseWithResolvers<[]>[] = [];
  const stores = {
    access: {
      listOrganisations: () => {
        const look = Promise.withResolvers<[]>();
        looks.push(look);
        return look.promise;
      },
    },
  };
  const tending = tendGenerations(
    stores as never,
    {},
    {
      afresh: false,
      enginesIn: () => Promise.reject(new Error('there is no organisation')),
      poke: () => {},
      logger: console as never,
      stopping: stopping.signal,
    },
  );
  await expect.poll(() => looks.length).toBe(1);
  tending.soon();
  looks[0]?.resolve([]);
  await expect.poll(() => looks.length).toBe(2);
  looks[1]?.resolve([]);
  stopping.abort();
  await tending.ended;
});
