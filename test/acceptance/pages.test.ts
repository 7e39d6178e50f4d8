import { spawnSync } from 'node:child_process';
import { Document, Packer, PageBreak, Paragraph } from 'docx';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, eventually } from '../support/api-client.ts';
import { document as documentShape, searchReply } from './shapes.ts';
import { openWorld, type World } from './world.ts';

const noSoffice =
  spawnSync('sh', ['-c', 'command -v soffice']).status === 0 ? false : 'LibreOffice is not installed';

let world: World;
let alice: ApiClient;
beforeAll(async () => {
  // LibreOffice is looked for.
  world = await openWorld({ SOFFICE_PATH: '' });
  await world.apply({
    organisation: 'bellerive',
    users: ['alice'],
    spaces: { rh: { title: 'Ressources humaines', members: ['user:alice'] } },
  });
  alice = await world.as('alice', 'bellerive');
});
afterAll(() => world?.close());

/** Adds a file and waits until `isDone` says so of the document. */
async function add(
  name: string,
  bytes: Uint8Array<ArrayBuffer> | string,
  isDone: (document: { state: string; pages: number | null }) => boolean = () => true,
): Promise<string> {
  const { id } = documentShape.parse((await alice.upload({ space: 'rh' }, name, bytes)).body);
  await eventually(async () => {
    const shown = documentShape.parse((await alice.get(`/v1/documents/${id}`)).body);
    return shown.state === 'searchable-words' && isDone(shown);
  });
  return id;
}

const picture = (id: string, page: number | string, query = '') =>
  fetch(new URL(`/v1/documents/${id}/pages/${page}${query}`, world.server.address), {
    headers: { authorization: `Bearer ${alice.token}` },
  });

function aPdf(pages: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = new PDFDocument({ autoFirstPage: false });
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  const whole = new Promise<Uint8Array<ArrayBuffer>>((resolve) =>
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(parts)))),
  );
  for (const text of pages) pdf.addPage().text(text);
  pdf.end();
  return whole;
}

describe('pages as pictures', () => {
  it('shows a page of a PDF as a PNG that no cache keeps', async () => {
    const id = await add('plan.pdf', await aPdf(['Le plan du phare.', 'Le plan du port.']));
    const reply = await picture(id, 2, '?width=300');
    expect(reply.status).toBe(200);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
    const png = Buffer.from(await reply.arrayBuffer());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
  });

  it('says the same of a page that is not there as of a document that is not, and refuses odd numbers', async () => {
    const pdf = await add('port.pdf', await aPdf(['Le port.']));
    const note = await add('note.md', '# Note\n\nSans page.\n');
    for (const [id, page] of [
      [pdf, 2],
      [pdf, 1_000_000],
      [note, 1],
      ['nothing', 1],
    ] as const)
      expect([page, (await picture(id, page)).status]).toEqual([page, 404]);
    for (const [page, query] of [
      ['0', ''],
      ['-1', ''],
      ['1.5', ''],
      ['x', ''],
      ['1', '?width=199'],
      ['1', '?width=2001'],
      ['1', '?height=300'],
    ] as const)
      expect([page, query, (await picture(pdf, page, query)).status]).toEqual([page, query, 400]);
  });

  it.skipIf(noSoffice !== false)(
    `shows the pages of an office document, and where its passages stand${noSoffice ? ` (${noSoffice})` : ''}`,
    async () => {
      const texts = ['Le gardien du phare monte les marches.', 'La capitainerie du port ouvre à six heures.'];
      const children = texts.flatMap((text, index) => [
        ...(index > 0 ? [new Paragraph({ children: [new PageBreak()] })] : []),
        ...Array.from(
          { length: 12 },
          (_, line) => new Paragraph(`${text} Consigne numéro ${line + 1} du chapitre.`),
        ),
      ]);
      const docx = new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children }] })));
      const id = await add('consignes.docx', docx, ({ pages }) => pages === 2);
      const reply = await picture(id, 2);
      expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'image/png']);
      expect((await picture(id, 3)).status).toBe(404);
      const found = searchReply.parse(
        (await alice.post('/v1/search', { query: 'capitainerie du port', scope: { documents: [id] } })).body,
      );
      expect(found.results[0]?.passage.place).toMatchObject({ kind: 'page', to: 2 });
    },
  );
});
