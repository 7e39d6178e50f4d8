import { expect, test } from 'vitest';
import { startHttpApp } from '../../../test/support/http-app.ts';
import { AppError } from '../../core/errors.ts';

test('R85: in a crowd searches, questions by any way and tasks are refused before it is looked at who asks; anything else is served', async () => {
  let looked = 0;
  const app = await startHttpApp({
    knock: () => {
      throw new AppError('TOO_BUSY');
    },
    authenticate: async () => {
      looked += 1;
      throw new AppError('TOKEN_INVALID');
    },
  });
  try {
    const asked = [
      'POST search',
      'POST ask',
      'POST tasks',
      'GET scope',
      'POST private-documents/d/ask',
      'POST private-documents/d/search',
      'POST chat/completions',
    ];
    for (const one of asked) {
      const [method = '', path] = one.split(' ');
      const reply = await fetch(`${app.address}/v1/${path}`, { method });
      expect([one, reply.status, await reply.json()]).toEqual([
        one,
        429,
        expect.objectContaining({ code: 'TOO_BUSY' }),
      ]);
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const asOpenAi = await fetch(`${app.address}/v1/chat/completions`, { method: 'POST' });
    expect(await asOpenAi.json()).toMatchObject({ error: { code: 'TOO_BUSY' } });
    expect(looked).toBe(0);
    expect((await fetch(`${app.address}/v1/documents`)).status).toBe(401);
    expect(looked).toBe(1);
  } finally {
    await app.close();
  }
});
