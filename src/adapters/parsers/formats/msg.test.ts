import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

type Entry = {
  name: string;
  type: number;
  length: number;
  children?: number[];
  binaryProvider?: () => Uint8Array;
};
const { burn } = createRequire(import.meta.url)('@kenjiuno/msgreader/lib/Burner') as {
  burn: (entries: Entry[]) => Uint8Array;
};

const folder = 1;
const file = 2;
const root = 5;
type Tree = { readonly [name: string]: string | Uint8Array | Tree };

/** A compound file with these folders and streams; texts are written in UTF-16. */
function compound(tree: Tree): Uint8Array {
  const entries: Entry[] = [{ name: 'Root Entry', type: root, length: 0, children: [] }];
  const add = (parent: Entry, below: Tree): void => {
    for (const [name, content] of Object.entries(below)) {
      const bytes = typeof content === 'string' ? new Uint8Array(Buffer.from(content, 'utf16le')) : content;
      const isFile = bytes instanceof Uint8Array;
      const entry: Entry = isFile
        ? { name, type: file, length: bytes.length, binaryProvider: () => bytes }
        : { name, type: folder, length: 0, children: [] };
      parent.children?.push(entries.push(entry) - 1);
      if (!isFile) add(entry, bytes);
    }
  };
  for (const entry of entries.slice(0, 1)) add(entry, tree);
  return burn(entries);
}

const properties = { '__properties_version1.0': new Uint8Array(32) };
const subject = '__substg1.0_0037001F';
const body = '__substg1.0_1000001F';

async function read(name: string, bytes: Uint8Array): Promise<ParsedDocument> {
  const outcome = await readDocument(bytes, { name });
  if (outcome.outcome !== 'parsed') throw new Error(outcome.reason);
  return outcome.document;
}

test('a mail inside a mail is an attachment that is read as a mail', async () => {
  const outer = compound({
    ...properties,
    [subject]: 'Dehors',
    [body]: 'Voir le mail joint.\r\n\r\nLe 2 mai 2024, Zoé a écrit :\r\n> Où ?',
    '__attach_version1.0_#00000000': {
      ...properties,
      '__substg1.0_3001001F': 'Dedans',
      '__substg1.0_3701000D': { ...properties, [subject]: 'Dedans', [body]: 'Le budget est voté.' },
    },
  });
  // Files reach readers as parts of larger buffers: nothing before or after them may be read.
  const framed = Buffer.concat([Buffer.alloc(4_133, 'x'), outer, Buffer.alloc(99, 'y')]);
  const document = await read('a.msg', framed.subarray(4_133, 4_133 + outer.length));
  expect(document.title).toBe('Dehors');
  expect(document.blocks.map(({ aside }) => aside)).toEqual([undefined, 'mail-history', 'mail-history']);
  const [inner] = document.attachments;
  expect(inner?.name).toBe('Dedans.msg');
  expect(await read('Dedans.msg', inner?.bytes ?? new Uint8Array())).toMatchObject({
    title: 'Dedans',
    blocks: [{ kind: 'paragraph', text: 'Le budget est voté.' }],
  });
});

test('R54: a compound file that is cut is damaged', async () => {
  const whole = compound({ ...properties, [subject]: 'a', [body]: 'b'.repeat(9_000) });
  expect(await readDocument(whole.subarray(0, 2_048), { name: 'a.msg' })).not.toMatchObject({
    outcome: 'parsed',
  });
});
