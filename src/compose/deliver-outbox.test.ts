import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { AppError } from '../core/errors.ts';
import { deliverOutbox } from './deliver-outbox.ts';

test('a store that is away is told of once, and once that it is back', async () => {
  const said: string[] = [];
  const say = (_facts: object, text: string) => void said.push(text);
  const logger = { debug: say, info: say, warn: say, error: say };
  let isAway = true;
  let drained = 0;
  const outbox = {
    drain: async () => {
      drained += 1;
      if (isAway) throw new AppError('STORE_UNAVAILABLE');
      return 0;
    },
  };
  const delivery = deliverOutbox({ outbox } as never, { logger });
  const pokedUntil = async (times: number) => {
    while (drained < times) {
      delivery.poke();
      await sleep(1);
    }
  };
  await pokedUntil(5);
  expect(said).toEqual(['outbox not delivered']);
  isAway = false;
  await pokedUntil(10);
  expect(said).toEqual(['outbox not delivered', 'outbox delivered again']);
  isAway = true;
  await pokedUntil(13);
  await delivery.stop();
  expect(said).toEqual(['outbox not delivered', 'outbox delivered again', 'outbox not delivered']);
});
