import { expect, it } from 'vitest';
import { outcomeFrom } from './outcome-from.ts';
import { readDocument } from './read-document.ts';

it.each([
  'From',
  'Subject',
])('a mail with an endless %s is read, and its facts fit on a line', async (field) => {
  const mail = `${field}: ${'Agnès '.repeat(20_000)}\nMIME-Version: 1.0\n\nBonjour à toutes et à tous.\n`;
  const outcome = outcomeFrom(structuredClone(await readDocument(Buffer.from(mail), { name: 'mail.eml' })));
  if (outcome.outcome !== 'parsed') throw new Error(JSON.stringify(outcome));
  expect(outcome.document.title?.length ?? 0).toBeLessThanOrEqual(300);
  expect(outcome.document.author?.length ?? 0).toBeLessThanOrEqual(300);
});
