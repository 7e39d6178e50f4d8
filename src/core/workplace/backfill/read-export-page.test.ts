import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExportPage } from './read-export-page.ts';

const bounds = { lineBytes: 40, pageBytes: 400, mostLines: 5 };
const read = (...parts: readonly (string | Buffer)[]) =>
  readExportPage(Readable.from(parts.map((part) => Buffer.from(part))), bounds);
const end = '{"next":null}\n';

describe('a page', () => {
  it('gives its lines and where the next one begins', async () => {
    expect(await read('{"a":1}\n\n{"b":2}\r\n{"next":"c"}')).toEqual({
      lines: [{ said: { a: 1 } }, { said: { b: 2 } }],
      next: 'c',
    });
  });

  it('is cut short without its last line, in the middle of one, and when the connection breaks', async () => {
    expect(await read('{"a":1}\n')).toBe('cut-short');
    expect(await read('{"a":1}\n{"next"')).toBe('cut-short');
    expect(await read(`{"a":1}\n${end}{"b":2}\n`)).toBe('cut-short');
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from(end);
        throw new Error('reset');
      })(),
    );
    expect(await readExportPage(broken, bounds)).toBe('cut-short');
  });

  it('R40: holds no line beyond its bound, and goes on with the next', async () => {
    expect(await read(`{"long":"${'x'.repeat(60)}"}\n{"a":1}\n${end}`)).toEqual({
      lines: [{ problem: 'line: more than 40 bytes' }, { said: { a: 1 } }],
      next: null,
    });
  });

  it('R40: is refused beyond its bytes and its lines', async () => {
    expect(await read(`${'x'.repeat(401)}`)).toBe('too-large');
    expect(await read(`${'{}\n'.repeat(6)}${end}`)).toBe('too-large');
    expect(await read(`${'{}\n'.repeat(5)}${end}`)).toMatchObject({ next: null });
  });

  it('is the same however it is cut into parts', async () => {
    const text = Buffer.from(`{"a":"é€"}\nnot json\n{"b":2}\n${end}`);
    const whole = await read(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length)), async (cuts) => {
        const places = [0, ...cuts.sort((one, other) => one - other), text.length];
        const parts = places.slice(1).map((to, at) => text.subarray(places[at], to));
        expect(await read(...parts)).toEqual(whole);
      }),
    );
  });
});
