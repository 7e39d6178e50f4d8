import { zipSync } from 'fflate';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { tunables } from '../../../../config/tunables.ts';
import type { ParseOutcome } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

const read = (bytes: Uint8Array): Promise<ParseOutcome> => readDocument(bytes, { name: 'archive.zip' });
const namesIn = (outcome: ParseOutcome): string[] =>
  outcome.outcome === 'parsed' ? outcome.document.attachments.map(({ name }) => name) : [outcome.reason];
const text = (content: string): Uint8Array => Buffer.from(content);

/** Changes a field of every entry of the directory: `offset` from its signature. */
function patched(zip: Uint8Array, offset: number, value: number, bytes: 2 | 4, only?: string): Uint8Array {
  const copy = Buffer.from(zip);
  for (
    let at = copy.indexOf('PK\u0001\u0002', 0, 'latin1');
    at !== -1;
    at = copy.indexOf('PK\u0001\u0002', at + 4, 'latin1')
  ) {
    const name = copy.subarray(at + 46, at + 46 + copy.readUInt16LE(at + 28)).toString();
    if (only === undefined || only === name) copy.writeUIntLE(value, at + offset, bytes);
  }
  return copy;
}

describe('zip', () => {
  test('members are attachments under their paths, the paths are the text, leftovers of systems go', async () => {
    const outcome = await read(
      zipSync({
        'dossier/note.txt': text('Bonjour'),
        'dossier/vide/': new Uint8Array(),
        'été.txt': text('x'),
        '__MACOSX/dossier/._note.txt': text('x'),
        'dossier/.DS_Store': text('x'),
        'dossier/Thumbs.db': text('x'),
      }),
    );
    expect(namesIn(outcome)).toEqual(['dossier/note.txt', 'été.txt']);
    expect(outcome).toMatchObject({
      format: 'zip',
      document: {
        blocks: [
          { kind: 'list-item', depth: 0, text: 'dossier/note.txt' },
          { kind: 'list-item', depth: 0, text: 'été.txt' },
        ],
        warnings: [],
      },
    });
  });

  test('R47: names are labels: no way up, no root, no drive', async () => {
    const names = ['../../a.txt', '/etc/b.txt', 'C:\\temp\\c.txt', 'd/./../e.txt', 'f\\g.txt'];
    expect(namesIn(await read(zipSync(Object.fromEntries(names.map((name) => [name, text('x')])))))).toEqual([
      'a.txt',
      'etc/b.txt',
      'temp/c.txt',
      'd/e.txt',
      'f/g.txt',
    ]);
  });

  test('names of old Windows archives are read in the code page of DOS', async () => {
    const zip = Buffer.from(zipSync({ 'R?sum?.txt': text('x') }));
    const name = iconv.encode('Résumé.txt', 'cp850');
    for (let at = zip.indexOf('R?sum?'); at !== -1; at = zip.indexOf('R?sum?', at + 1)) name.copy(zip, at);
    expect(namesIn(await read(zip))).toEqual(['Résumé.txt']);
  });

  test('locked members are left out with a warning; all locked is encrypted', async () => {
    const zip = zipSync({ 'a.txt': text('x'), 'b.txt': text('y') });
    expect(await read(patched(zip, 8, 1, 2))).toMatchObject({ outcome: 'skipped', reason: 'encrypted' });
    const some = await read(patched(zip, 8, 1, 2, 'a.txt'));
    expect(namesIn(some)).toEqual(['b.txt']);
    expect(some).toMatchObject({ document: { warnings: [{ code: 'members-unread', count: 1 }] } });
  });

  test('a damaged member or an unknown compression leaves the others', async () => {
    const zip = zipSync({ 'a.txt': text('x'), 'b.txt': text('y') });
    const outcome = await read(patched(zip, 10, 99, 2, 'a.txt'));
    expect(namesIn(outcome)).toEqual(['b.txt']);
    expect(outcome).toMatchObject({ document: { warnings: [{ code: 'members-unread', count: 1 }] } });
  });

  test('members beyond the permitted bytes or number are left out and counted', async () => {
    const large = new Uint8Array(tunables.parsing.outputAttachmentBytes - 10);
    const big = await read(
      zipSync({
        'a.bin': [large, { level: 0 }],
        'b.bin': [new Uint8Array(20), { level: 0 }],
        'c.txt': text('c'),
      }),
    );
    expect(namesIn(big)).toEqual(['a.bin', 'c.txt']);
    expect(big).toMatchObject({ document: { warnings: [{ code: 'members-unread', count: 1 }] } });
    const many = Object.fromEntries(
      Array.from({ length: tunables.parsing.archiveMembers + 5 }, (_, index) => [`${index}.txt`, text('x')]),
    );
    expect(await read(zipSync(many))).toMatchObject({
      document: { warnings: [{ code: 'members-unread', count: 5 }] },
    });
  });

  test('R48: bombs are refused, whether they tell their size or not', async () => {
    const bomb = zipSync({ 'a.txt': new Uint8Array(30_000_000) });
    const refused = { outcome: 'failed', reason: 'inflates-too-much' };
    expect(await read(bomb)).toMatchObject(refused);
    expect(await read(patched(bomb, 24, 5, 4))).toMatchObject(refused);
    expect(await read(patched(zipSync({ 'a.txt': text('x') }), 24, 0xffffffff, 4))).toMatchObject(refused);
  });

  test('an archive without files is empty', async () => {
    expect(await read(zipSync({ 'dossier/': new Uint8Array() }))).toMatchObject({
      outcome: 'skipped',
      reason: 'empty',
    });
  });
});
