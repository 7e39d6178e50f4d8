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
    entrance.enter('a').leave();
    clock.now = 1_001;
    expect(() => entrance.enter('a')).toThrow(expect.objectContaining({ code: 'TOO_BUSY', retryable: true }));
    entrance.enter('b').leave();
    await end();
    await end();
    await Promise.all(all);
    entrance.enter('a').leave();
  });

  describe('a rush is served late, a crowd in time', () => {
    const tooBusy = expect.objectContaining({ code: 'TOO_BUSY' });

    function aDay(limits: Partial<EntranceLimits> = {}) {
      const { clock, entrance, ask, end } = opened(limits);
      const all: Promise<string>[] = [];
      const come = (name: string) => {
        const { served } = entrance.enter(name);
        all.push(ask(name, name).finally(served));
      };
      /** A turn takes so long, whoever's it is. */
      const serve = async (count: number, ms = 100) => {
        for (let at = 0; at < count; at += 1) {
          clock.now += ms;
          await end();
        }
      };
      /** Lets people in until one is refused; gives how many there were. */
      const comeAll = (prefix: string) => {
        for (let count = 0; ; count += 1)
          try {
            come(`${prefix} ${count}`);
          } catch {
            return count;
          }
      };
      return { clock, entrance, all, come, comeAll, serve };
    }

    test('R85: who would wait too long is refused; then those alone come in who are served in time', async () => {
      const { entrance, all, come, comeAll, serve } = aDay();
      for (let at = 0; at < 5; at += 1) come(`early ${at}`);
      await serve(5);
      // The last of them is served after a second.
      expect(comeAll('rush')).toBe(11);
      await serve(7);
      expect(() => entrance.enter('while four are there')).toThrow(tooBusy);
      await serve(4);
      // As long as turns are quick, a little more come in; as soon as one was slow, fewer.
      const seen: number[] = [];
      for (let round = 0; round < 12; round += 1) {
        const count = comeAll(`round ${round}`);
        seen.push(count);
        await serve(count);
      }
      expect(Math.max(...seen)).toBeLessThanOrEqual(3);
      expect(seen.slice(2).every((count) => count >= 2)).toBe(true);
      await Promise.all(all);
    });

    test('R85: whoever leaves without being served does not make others look served sooner', async () => {
      const { entrance, all, come, comeAll, serve } = aDay();
      for (let at = 0; at < 5; at += 1) come(`early ${at}`);
      await serve(5);
      come('patient');
      for (let at = 0; at < 50; at += 1) entrance.enter(`impatient ${at}`).leave();
      await serve(1);
      expect(comeAll('rush')).toBe(11);
      await serve(11);
      await Promise.all(all);
    });

    test('R85: what takes long by itself does not make others look served later', () => {
      const { clock, entrance } = opened({ atOnce: 1, patienceMs: 100 });
      const upload = entrance.enter('slow');
      upload.stepAside();
      const first = entrance.enter('a');
      clock.now = 10;
      first.served();
      clock.now = 60_000;
      upload.leave();
      entrance.enter('b');
      expect(() => entrance.enter('c')).not.toThrow();
    });

    test('R85: after a slow start as many people come in as have turns at once', async () => {
      const { entrance, all, come, serve } = aDay({ atOnce: 4 });
      come('first');
      await serve(1, 3_000);
      for (let at = 0; at < 4; at += 1) come(`soon after ${at}`);
      expect(() => entrance.enter('one more')).toThrow(tooBusy);
      await serve(4);
      await Promise.all(all);
    });

    test('R85: turns that become slow let fewer in, half as many as have turns at once and one at least', async () => {
      const { all, come, comeAll, serve } = aDay();
      for (let at = 0; at < 5; at += 1) come(`early ${at}`);
      await serve(5);
      await serve(comeAll('rush'));
      for (let round = 0; round < 6; round += 1) await serve(comeAll(`quick ${round}`), 10);
      const quick = comeAll('after quick ones');
      expect(quick).toBeGreaterThan(3);
      await serve(quick, 300);
      for (let round = 0; round < 12; round += 1) await serve(comeAll(`slow ${round}`), 300);
      expect(comeAll('after slow ones')).toBe(1);
      await serve(1);
      await Promise.all(all);
    });

    test('R85: once nobody was refused for a while, the next rush is served late again', async () => {
      const { clock, all, come, comeAll, serve } = aDay();
      for (let at = 0; at < 5; at += 1) come(`early ${at}`);
      await serve(5);
      await serve(comeAll('rush'));
      clock.now += 5_000;
      expect(comeAll('another day')).toBe(11);
      await serve(11);
      await Promise.all(all);
    });

    test('R85: whoever was let in counts from then on until served, and no longer', async () => {
      const { entrance, all, come, comeAll, serve } = aDay();
      for (let at = 0; at < 5; at += 1) come(`early ${at}`);
      await serve(5);
      await serve(comeAll('rush'));
      for (let round = 0; round < 3; round += 1) await serve(comeAll(`round ${round}`));
      const early = comeAll('to be counted');
      await serve(early);
      const visits = Array.from({ length: early }, (_, at) => entrance.enter(`still to take a turn ${at}`));
      expect(() => entrance.enter('one more')).toThrow(tooBusy);
      for (const { served } of visits) served();
      expect(comeAll('beside those whose answer is being written')).toBe(early);
      for (const { leave } of visits) leave();
      await serve(early);
      await Promise.all(all);
    });

    test('R85: during a crowd, and only then, whoever finds no room is refused before it is known who it is', async () => {
      const { entrance, clock, all, come, comeAll, serve } = aDay();
      for (let at = 0; at < 5; at += 1) come(`early ${at}`);
      await serve(5);
      for (let at = 0; at < 11; at += 1) come(`rush ${at}`);
      entrance.knock();
      expect(() => entrance.enter('one more')).toThrow(tooBusy);
      expect(() => entrance.knock()).toThrow(tooBusy);
      clock.now += 4_000;
      // It is still one of those who are refused that make the crowd.
      expect(() => entrance.knock()).toThrow(tooBusy);
      await serve(11);
      entrance.knock();
      expect(comeAll('in the crowd')).toBeLessThan(11);
      clock.now += 5_000;
      entrance.knock();
      await serve(11);
      await Promise.all(all);
    });

    test('R85: whoever asks much counts once, and the wait for their own does not count', async () => {
      const { entrance, clock, all, come, comeAll, serve } = aDay();
      for (let at = 0; at < 5; at += 1) come(`early ${at}`);
      await serve(5);
      await serve(comeAll('rush'));
      for (let at = 0; at < 4; at += 1) {
        come('much');
        clock.now += 1;
        await serve(1);
      }
      for (let at = 0; at < 3; at += 1) come('much');
      entrance.enter('another').leave();
      await serve(3, 150);
      expect(comeAll('after them')).toBeGreaterThan(1);
      await serve(10);
      await Promise.all(all);
    });
  });

  test('R85: no more are inside than may be, and whoever leaves twice leaves once', () => {
    const { entrance } = opened({ inside: 2 });
    const { leave } = entrance.enter('a');
    entrance.enter('b');
    expect(() => entrance.enter('c')).toThrow(expect.objectContaining({ code: 'TOO_BUSY' }));
    leave();
    leave();
    entrance.enter('c');
    expect(() => entrance.enter('d')).toThrow(expect.objectContaining({ code: 'TOO_BUSY' }));
  });

  test('R24, R95: one person does not fill it for the others', () => {
    const { entrance } = opened({ insideOfPerson: 2 });
    const { leave } = entrance.enter('a');
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
