import { describe, expect, test } from 'vitest';
import { createEntrance, type EntranceLimits } from './entrance.ts';

function opened(limits: Partial<EntranceLimits> = {}) {
  const clock = { now: 0 };
  const entrance = createEntrance(
    {
      inside: 100,
      insideOfPerson: 100,
      atOnce: 1,
      patienceMs: 1_000,
      crowdedMs: 200,
      crowdedForMs: 5_000,
      ...limits,
    },
    () => clock.now,
  );
  const order: string[] = [];
  const finish: (() => void)[] = [];
  const ask = (person: string, name: string, signal?: AbortSignal) =>
    entrance.takeTurn(
      person,
      () => {
        order.push(name);
        return new Promise<string>((resolve) => finish.push(() => resolve(name)));
      },
      signal,
    );
  /** Lets the oldest work begin and end, and what comes of it happen. */
  const end = async () => {
    await new Promise(setImmediate);
    finish.shift()?.();
    await new Promise(setImmediate);
  };
  return { clock, entrance, order, ask, end };
}

describe('createEntrance', () => {
  test('works on so many at once, and gives what the work gives', async () => {
    const { ask, order, end } = opened({ atOnce: 2 });
    const all = [ask('a', '1'), ask('a', '2'), ask('a', '3')];
    await new Promise(setImmediate);
    expect(order).toEqual(['1', '2']);
    for (let at = 0; at < 3; at++) await end();
    expect(await Promise.all(all)).toEqual(['1', '2', '3']);
  });

  test('goes round among people: whoever asks much waits for their own', async () => {
    const { ask, order, end } = opened();
    const all = ['1', '2', '3', '4'].map((name) => ask('much', name));
    all.push(ask('little', 'x'), ask('other', 'y'));
    for (let at = 0; at < 6; at++) await end();
    await Promise.all(all);
    expect(order).toEqual(['1', '2', 'x', 'y', '3', '4']);
  });

  test('R85: whoever’s requests wait too long is refused more of them, with when to come again; others are not', async () => {
    const { clock, entrance, ask, end } = opened();
    const all = [ask('a', '1'), ask('a', '2')];
    clock.now = 1_000;
    entrance.enter('a')();
    clock.now = 1_001;
    expect(() => entrance.enter('a')).toThrow(expect.objectContaining({ code: 'TOO_BUSY', retryable: true }));
    entrance.enter('b')();
    await end();
    await end();
    await Promise.all(all);
    entrance.enter('a')();
  });

  test('R85: a rush is served late; once one was refused, those alone come in who are served in time, until the crowd is over', async () => {
    const { clock, entrance, ask, end } = opened();
    const all: Promise<string>[] = [];
    const come = (name: string) => {
      entrance.enter(name);
      all.push(ask(name, name));
    };
    /** A turn takes 100 ms, whoever's it is. */
    const serve = async () => {
      clock.now += 100;
      await end();
    };
    const late = () => entrance.enter('late')();
    const tooBusy = expect.objectContaining({ code: 'TOO_BUSY' });

    for (let at = 0; at < 5; at += 1) come(`early ${at}`);
    for (let at = 0; at < 5; at += 1) await serve();
    // One is served at once; the last of those who wait, after a second.
    for (let at = 0; at < 12; at += 1) come(`rush ${at}`);
    for (let inLine = 11; inLine > 2; inLine -= 1) {
      expect(late).toThrow(tooBusy);
      await serve();
    }
    come('in time');
    for (let at = 0; at < 4; at += 1) await serve();

    for (let at = 0; at < 4; at += 1) come(`soon after ${at}`);
    expect(late).toThrow(tooBusy);
    for (let at = 0; at < 4; at += 1) await serve();
    clock.now += 5_000;
    for (let at = 0; at < 12; at += 1) come(`another day ${at}`);
    for (let at = 0; at < 12; at += 1) await serve();
    await Promise.all(all);
  });

  test('R85: no more are inside than may be, and whoever leaves twice leaves once', () => {
    const { entrance } = opened({ inside: 2 });
    const leave = entrance.enter('a');
    entrance.enter('b');
    expect(() => entrance.enter('c')).toThrow(expect.objectContaining({ code: 'TOO_BUSY' }));
    leave();
    leave();
    entrance.enter('c');
    expect(() => entrance.enter('d')).toThrow(expect.objectContaining({ code: 'TOO_BUSY' }));
  });

  test('R24, R95: one person does not fill it for the others', () => {
    const { entrance } = opened({ insideOfPerson: 2 });
    const leave = entrance.enter('a');
    entrance.enter('a');
    expect(() => entrance.enter('a')).toThrow(expect.objectContaining({ code: 'TOO_BUSY' }));
    entrance.enter('b');
    leave();
    leave();
    entrance.enter('a');
    expect(() => entrance.enter('a')).toThrow(expect.objectContaining({ code: 'TOO_BUSY' }));
  });

  test('whoever leaves gives up the place in the line, and nothing of theirs is begun', async () => {
    const { ask, order, end } = opened();
    const left = new AbortController();
    const all = [ask('a', '1'), ask('a', '2', left.signal), ask('a', '3')];
    const refused = expect(all[1]).rejects.toThrow('left');
    left.abort(new Error('left'));
    await refused;
    await end();
    await end();
    await Promise.all([all[0], all[2]]);
    expect(order).toEqual(['1', '3']);
    await expect(ask('a', '4', left.signal)).rejects.toThrow('left');
  });

  test('work that fails makes room like any other', async () => {
    const { entrance } = opened();
    await expect(entrance.takeTurn('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await entrance.takeTurn('a', async () => 'next')).toBe('next');
  });
});
