import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addKey, dropOldKeys, openKeyFile, parseKeys } from './key-file.ts';
import { createSecretBox } from './secret-box.ts';

const context = ['provider', 'bellerive', 'albert', 'https://albert.example'];
const unreadable = expect.objectContaining({ code: 'SECRET_UNREADABLE' });

describe('the secret box', () => {
  const key = randomBytes(32);
  const box = createSecretBox(() => [key]);

  test('opens what it sealed, and never seals twice alike', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (secret, about) => {
        const plain = secret.toWellFormed();
        expect(box.open(box.seal(plain, about), about)).toBe(plain);
      }),
    );
    expect(box.seal('a', context)).not.toEqual(box.seal('a', context));
  });

  test('R57: swapped between tenants, providers or hosts, or changed in any byte, it does not open', () => {
    const sealed = box.seal('sk-very-secret', context);
    for (const at of context.keys()) {
      const other = context.with(at, 'autre');
      expect(() => box.open(sealed, other)).toThrow(unreadable);
    }
    expect(() => box.open(sealed, ['providerbellerive', ...context.slice(2)])).toThrow(unreadable);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = sealed.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => box.open(changed, context)).toThrow(unreadable);
    }
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => box.open(sealed.slice(0, length), context)).toThrow(unreadable);
    expect(() => createSecretBox(() => [randomBytes(32)]).open(sealed, context)).toThrow(unreadable);
    expect(Buffer.from(sealed).includes('sk-very-secret')).toBe(false);
  });

  test('R59: an older key still opens what it sealed until it is gone, and a running box learns of a new one', () => {
    const sealed = box.seal('sk-1', context);
    const both = [randomBytes(32), key];
    const rotated = createSecretBox(() => both);
    expect(rotated.open(sealed, context)).toBe('sk-1');
    expect(rotated.isOld(sealed)).toBe(true);
    expect(rotated.isOld(rotated.seal('sk-1', context))).toBe(false);
    const running = [key];
    const other = createSecretBox(() => running);
    expect(other.open(sealed, context)).toBe('sk-1');
    running.unshift(both[0] as typeof key);
    expect(other.open(rotated.seal('sk-2', context), context)).toBe('sk-2');
    expect(other.isOld(other.seal('sk-3', context))).toBe(false);
  });

  test('R61: keys that are too short, empty or not there are refused', () => {
    expect(() => createSecretBox(() => [])).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION_INVALID' }),
    );
    for (const text of ['', 'changeme', 'c2hvcnQ=', 'f'.repeat(63)])
      expect(() => parseKeys(text, 'SOURCIER_SECRET_KEY')).toThrow(
        expect.objectContaining({ code: 'CONFIGURATION_INVALID' }),
      );
    expect(parseKeys(`${key.toString('hex')}\n${key.toString('base64')}\n`, 'x')).toEqual([key, key]);
  });
});

test('the key file is made once, for its owner alone, and changes keys without losing the old one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sourcier-keys-'));
  try {
    const file = join(folder, 'keys', 'secrets');
    const [first, second] = await Promise.all([openKeyFile(file), openKeyFile(file)]);
    expect(first).toEqual(second);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await addKey(file);
    const both = await openKeyFile(file);
    expect(both).toHaveLength(2);
    expect(both[1]).toEqual(first?.[0]);
    await dropOldKeys(file);
    expect(await openKeyFile(file)).toEqual([both[0]]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(1);
  } finally {
    await rm(folder, { recursive: true });
  }
});
