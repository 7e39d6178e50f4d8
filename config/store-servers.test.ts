import { describe, expect, test } from 'vitest';
import { readEnvironment } from './env.ts';

const told = (source: Record<string, string>): string => {
  try {
    readEnvironment(source);
    return '';
  } catch (error) {
    return (error as { detail: string }).detail;
  }
};

describe('a PostgreSQL of one’s own', () => {
  test('is spoken to by TLS when it is elsewhere, and not on this machine', () => {
    const server = {
      host: 'db.example.org',
      port: 5432,
      user: 'sourcier',
      password: 'a b',
      database: 'docs',
    };
    const url = 'postgres://sourcier@db.example.org/docs';
    expect(readEnvironment({ DATABASE_URL: url, DATABASE_PASSWORD: 'a b' }).database).toEqual({
      ...server,
      ssl: {},
    });
    expect(
      readEnvironment({ DATABASE_URL: 'postgres://sourcier:a%20b@db.example.org/docs?sslmode=disable' })
        .database,
    ).toEqual(server);
    expect(readEnvironment({ DATABASE_URL: 'postgres://a@[::1]:5433/docs' }).database).toMatchObject({
      host: '::1',
      port: 5433,
    });
    expect(readEnvironment({}).database).toBeUndefined();
  });

  test.each([
    { DATABASE_URL: 'mysql://a@b/secret-name' },
    { DATABASE_URL: 'postgres://a@b/secret-name?sslmode=require' },
    // It would replace the search path of the queue.
    { DATABASE_URL: 'postgres://a@b/secret-name?options=-c%20x' },
    { DATABASE_URL: 'postgres://b/secret-name' },
    { DATABASE_URL: 'postgres://a:secret-1@b/secret-name', DATABASE_PASSWORD: 'secret-2' },
    { DATABASE_PASSWORD: 'secret-2' },
    { DATABASE_URL: 'postgres://a@b/secret-name', DATABASE_CA_FILE: '/secret-not-there' },
  ])('%o is refused by its key, and not repeated', (source) => {
    expect(told(source)).toMatch(/DATABASE_/);
    expect(told(source)).not.toMatch(/secret-/);
  });
});

describe('a Redis', () => {
  test('has its database, user, prefix and TLS from the environment', () => {
    expect(
      readEnvironment({
        REDIS_URL: 'rediss://app@redis.example.org/3',
        REDIS_PASSWORD: 'un mot',
        REDIS_PREFIX: 'ville',
      }).redis,
    ).toEqual({
      host: 'redis.example.org',
      port: 6379,
      database: 3,
      username: 'app',
      password: 'un mot',
      tls: {},
      prefix: 'ville',
    });
    expect(readEnvironment({ REDIS_URL: '' }).redis).toBeUndefined();
  });

  test.each([
    { REDIS_URL: 'http://secret-host' },
    { REDIS_URL: 'redis://127.0.0.1/secret-name' },
    // R25: elsewhere, it wants a password.
    { REDIS_URL: 'rediss://secret-host' },
    { REDIS_URL: 'redis://127.0.0.1', REDIS_PREFIX: 'secret-{' },
  ])('%o is refused by its key, and not repeated', (source) => {
    expect(told(source)).toMatch(/REDIS_/);
    expect(told(source)).not.toMatch(/secret-/);
  });
});
