import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { type ApiClient, eventually, type Reply, rawForm } from '../support/api-client.ts';
import {
  askReply,
  conversation as conversationShape,
  documentPage,
  document as documentShape,
  preview as previewShape,
  problem,
  searchReply,
} from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

type Document = z.infer<typeof documentShape>;

const ormeval: Organisation = {
  organisation: 'ormeval',
  users: ['alice', 'bruno', 'chloe'],
  spaces: {
    rh: { title: 'Ressources humaines', sensitivity: 'sensible', members: ['user:alice', 'user:bruno'] },
    mairie: { title: 'Vie municipale', members: ['user:alice'] },
    // Titles are data like any other.
    hostile: { title: '<img src=x onerror=alert(1)>{{constructor}}', members: ['user:alice'] },
  },
};

const maxBytes = 600_000;
const hostileFolder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'hostile');
const atRest = ['searchable-words', 'searchable', 'failed', 'skipped'];

describe('documents that people add', () => {
  let world: World;
  let alice: ApiClient;
  let bruno: ApiClient;
  let chloe: ApiClient;

  const accepted = (reply: Reply): Document => {
    expect([reply.status, reply.body]).toEqual([202, expect.anything()]);
    return documentShape.parse(reply.body);
  };
  const refusal = (reply: Reply) => {
    const { status, code } = problem.parse(reply.body);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    expect(status).toBe(reply.status);
    return { status, code };
  };
  const show = async (id: string, language = 'fr') =>
    documentShape.parse((await alice.get(`/v1/documents/${id}`, { 'accept-language': language })).body);
  /** Waits until a document is in a final state. */
  const settled = (id: string) =>
    eventually(
      async () => {
        const document = await show(id);
        return atRest.includes(document.state) && document;
      },
      { withinMs: 50_000, what: 'a final state' },
    );
  const search = async (client: ApiClient, query: string) =>
    searchReply.parse((await client.post('/v1/search', { query })).body).results;
  const list = async (query = '') =>
    documentPage.parse((await alice.get(`/v1/documents?limit=200${query}`)).body).documents;

  beforeAll(async () => {
    world = await openWorld({ UPLOAD_MAX_BYTES: String(maxBytes) });
    await world.apply(ormeval);
    [alice, bruno, chloe] = await Promise.all([
      world.as('alice', 'ormeval'),
      world.as('bruno', 'ormeval'),
      world.as('chloe', 'ormeval'),
    ]);
    // The first file pays for the start of the readers.
    await settled(accepted(await alice.upload({ space: 'rh' }, 'premier.txt', 'Premier fichier.')).id);
  });
  afterAll(() => world?.close());

  it('are found by their words soon after', async () => {
    const started = performance.now();
    const added = accepted(
      await alice.upload(
        { space: 'rh', folder: 'notes/2026' },
        'Étrennes.md',
        '# Étrennes\n\nLes étrennes Zibaldone sont remises le 12 janvier.\n',
      ),
    );
    expect(added).toMatchObject({
      path: 'notes/2026/Étrennes.md',
      space: 'rh',
      version: 1,
      sensitivity: 'sensible',
      reason: null,
      canDelete: true,
      url: null,
    });
    const [hit] = await eventually(async () => {
      const results = await search(bruno, 'Zibaldone');
      return results.length > 0 && results;
    });
    const tookMs = performance.now() - started;
    console.log(`an added note is found after ${Math.round(tookMs)} ms`);
    expect(tookMs).toBeLessThan(10_000);
    expect(hit?.document.id).toBe(added.id);
    expect(await search(chloe, 'Zibaldone')).toEqual([]);

    // A member of the space reads it and did not add it.
    const asBruno = documentShape.parse((await bruno.get(`/v1/documents/${added.id}`)).body);
    expect(asBruno).toMatchObject({ canDelete: false, state: 'searchable-words' });
    expect(asBruno.mediaType).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/);
    const { sections, passage } = previewShape.parse(
      (await bruno.get(`/v1/documents/${added.id}/preview?passage=${hit?.passage.id}`)).body,
    );
    expect(
      sections
        .map(({ text }) => text)
        .join('\n\n')
        .slice(passage?.start, passage?.end),
    ).toBe(passage?.text);
  });

  it('have the date that their file says, on which they were added only where it says none that can be', async () => {
    const dateOf = async (year: number) => {
      const mail = `From: a@ormeval.fr\nDate: Tue, 05 Mar ${year} 09:00:00 +0100\nSubject: Cour ${year}\n\nLa cour est repeinte.\n`;
      const { id } = accepted(await alice.upload({ space: 'rh' }, `cour-${year}.eml`, mail));
      await settled(id);
      const { modifiedAt } = documentShape.parse((await bruno.get(`/v1/documents/${id}`)).body);
      return modifiedAt.slice(0, 10);
    };
    const today = new Date().toISOString().slice(0, 10);
    expect([await dateOf(2019), await dateOf(2120)]).toEqual(['2019-03-05', today]);
  });

  it('are listed by path, page by page, each once', async () => {
    for (const name of ['b.txt', 'a.txt', 'c.txt', 'sous/d.txt', 'sous-marin.txt'])
      accepted(
        await alice.upload(
          { space: 'mairie', folder: `liste/${name.includes('/') ? 'sous' : ''}` },
          name.replace('sous/', ''),
          `Fichier ${name}`,
        ),
      );
    const whole = (await list('&space=mairie&folder=liste')).map(({ path }) => path);
    expect(whole).toHaveLength(5);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = documentPage.parse(
        (await alice.get(`/v1/documents?space=mairie&folder=/liste/&limit=2${query}`)).body,
      );
      expect(page.documents.length).toBeLessThanOrEqual(2);
      seen.push(...page.documents.map(({ path }) => path));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(whole);
    expect((await list('&folder=liste/sous')).map(({ path }) => path)).toEqual(['liste/sous/d.txt']);
  });

  it('suggest questions of one document or of one space, and a request that names neither is told so', async () => {
    for (const query of ['', '?document=a&space=rh']) {
      const { status, detail } = problem.parse((await alice.get(`/v1/suggestions${query}`)).body);
      expect([status, detail]).toEqual([400, '/ document or space: one of them']);
    }
    const one = problem.parse((await alice.get('/v1/suggestions?space=rh&limit=0')).body);
    expect(one.detail).toMatch(/^\/limit /);
  });

  it('are added once however often the same key is sent', async () => {
    const send = (key: string, client = alice, text = 'Un texte.') =>
      client.upload({ space: 'rh', folder: 'cles' }, 'cle.txt', text, { 'idempotency-key': key });
    const first = accepted(await send('k1'));
    expect(accepted(await send('k1')).id).toBe(first.id);
    expect(accepted(await send('k2')).id).not.toBe(first.id);
    // Somebody else's key is their own.
    expect(accepted(await send('k1', bruno)).id).not.toBe(first.id);
    expect(await list('&folder=cles')).toHaveLength(3);
    expect(refusal(await send('k'.repeat(201)))).toEqual({ status: 400, code: 'BAD_REQUEST' });
  });

  it('are added once when a retry overtakes the first try', async () => {
    const replies = await Promise.all(
      Array.from({ length: 5 }, () =>
        alice.upload({ space: 'rh', folder: 'ensemble' }, 'cle.txt', 'Ensemble.', {
          'idempotency-key': 'together',
        }),
      ),
    );
    expect(new Set(replies.map((reply) => accepted(reply).id)).size).toBe(1);
    expect(await list('&folder=ensemble')).toHaveLength(1);
  });

  it('are refused above the size that the operator allows, and up to it taken', async () => {
    const before = (await list()).length;
    // One after the other on the same connections: what is left of one must not hold up the next.
    const sizes = [maxBytes + 1, maxBytes + 40_000, maxBytes * 4];
    for (const bytes of [...sizes, ...sizes, ...sizes, ...sizes])
      expect(refusal(await alice.upload({ space: 'rh' }, 'gros.txt', 'x'.repeat(bytes)))).toEqual({
        status: 413,
        code: 'FILE_TOO_LARGE',
      });
    expect(await list()).toHaveLength(before);
    const largest = accepted(await alice.upload({ space: 'rh' }, 'limite.txt', 'mot '.repeat(maxBytes / 4)));
    expect(largest.bytes).toBe(maxBytes);
    expect(
      (
        await alice.request('POST', '/v1/search', JSON.stringify({ query: 'x'.repeat(300_000) }), {
          'content-type': 'application/json',
        })
      ).status,
    ).toBe(413);
  });

  it.each([
    ['300 bytes', `${'é'.repeat(148)}.txt`],
    ['a path upwards', '../../etc/passwd'],
    ['a Windows path upwards', '..\\..\\boot.ini'],
    ['a folder', 'a/b.txt'],
    ['a tab', 'a\tb.txt'],
    ['a bell', 'a\u0007.txt'],
    ['a NUL', 'a\u0000.txt'],
    ['a place and a NUL', '../../etc/passwd\u0000.txt'],
    ['a DEL', 'a\u007f.txt'],
    ['nothing', ''],
    ['dots', '..'],
    ['blanks', '   '],
  ])('R47: bear no name made of %s, nor anything of it as a place', async (_case, name) => {
    const { body, headers } = rawForm([
      { name: 'space', content: 'rh' },
      { name: 'folder', content: 'noms' },
      { name: 'file', fileName: name, content: 'Contenu sans nom.' },
    ]);
    const reply = await alice.request('POST', '/v1/documents', body, headers);
    if (reply.status !== 202) {
      expect([400, 'FILE_NAME_INVALID', 'FILE_MISSING']).toEqual(
        expect.arrayContaining(Object.values(refusal(reply))),
      );
      return;
    }
    // A form's reader may keep the last part of a path: the name is a label, below the folder that was asked for.
    const { path } = accepted(reply);
    expect(path).toMatch(/^noms\/[^/\\\p{Cc}]+$/u);
    expect(Buffer.byteLength(path)).toBeLessThanOrEqual(260);
  });

  it('R47: take an overlong slash in a name, which is no UTF-8, for no separator', async () => {
    const { body, headers } = rawForm([
      { name: 'space', content: 'rh' },
      { name: 'folder', content: 'noms' },
      { name: 'file', fileName: '..SLASHetc.txt', content: 'Contenu au nom trop long.' },
    ]);
    const bytes = Buffer.from(body).toString('latin1').replace('SLASH', '\xc0\xaf');
    const reply = await alice.request(
      'POST',
      '/v1/documents',
      new Uint8Array(Buffer.from(bytes, 'latin1')),
      headers,
    );
    expect(accepted(reply).path).toMatch(/^noms\/[^/\\\p{Cc}]+etc\.txt$/u);
  });

  it.each([
    ['..', '..'],
    ['../..', '../..'],
    ['a/../b', 'a/../b'],
    ['a//b', 'a//b'],
    ['./a', './a'],
    ['NUL', 'a\u0000b'],
    ['a Windows path', '\\\\server\\share'],
    ['1,001 characters', 'x'.repeat(1_001)],
  ])('R47: stand in no folder made of %s', async (_case, folder) => {
    const reply = await alice.upload({ space: 'rh', folder }, 'a.txt', 'x');
    expect(refusal(reply).status).toBe(400);
  });

  it.each([
    '%252e%252e%252fpasswd',
    'a∕b.txt',
    'note 日本語 🎉.txt',
    'CON.txt',
    '-rf.txt',
    'l\'été "2026";.txt',
    '.htaccess.txt',
    'a%00.txt',
  ])('R47: keep the name %s as a label, and give it back when downloaded', async (name) => {
    const text = `Étiquette ${name}`;
    const { body, headers } = rawForm([
      { name: 'space', content: 'rh' },
      { name: 'file', fileName: name.replaceAll('"', '%22'), content: text },
    ]);
    const { id, path } = accepted(await alice.request('POST', '/v1/documents', body, headers));
    expect([name, name.replaceAll('"', '%22')]).toContain(path);
    const file = await alice.download(`/v1/documents/${id}/content`);
    expect(Buffer.from(file.bytes).toString()).toBe(text);
    const disposition = file.headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(
      /^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[!#$&+.^_`|~\w%-]+$/,
    );
    expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toBe(path);
  });

  describe('as a form', () => {
    const space = { name: 'space', content: 'rh' };
    const small = { name: 'file', fileName: 'formulaire.txt', content: 'x' };
    const large = { ...small, content: 'mot '.repeat(140_000) };
    type Parts = Parameters<typeof rawForm>[0];
    /**
     * Sends a form, then asks for the list over the same connection when it stays open: what a refused body leaves behind
     * must not stand in the way of what follows.
     */
    const sendHastily = async (parts: Parts, end?: number) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const send = async (method: string, path: string, content?: ReturnType<typeof rawForm>) => {
        const body = content?.body.slice(0, end);
        const call = request(new URL(path, alice.address), {
          method,
          agent,
          signal: AbortSignal.timeout(5_000),
          headers: {
            authorization: `Bearer ${alice.token}`,
            ...content?.headers,
            ...(body && { 'content-length': body.byteLength }),
          },
        });
        call.end(body);
        const [reply] = (await once(call, 'response')) as [IncomingMessage];
        const headers = new Headers(reply.headers as Record<string, string>);
        return { status: reply.statusCode ?? 0, headers, body: JSON.parse(await text(reply)) as unknown };
      };
      try {
        const reply = await send('POST', '/v1/documents', rawForm(parts));
        const next = await send('GET', '/v1/documents?limit=200');
        return { reply, listed: documentPage.parse(next.body).documents };
      } finally {
        agent.destroy();
      }
    };
    it.each<[what: string, code: string, status: number, parts: Parts]>([
      ['no file', 'FILE_MISSING', 400, [space]],
      ['no space', 'BAD_REQUEST', 400, [small]],
      ['no space before a large file', 'BAD_REQUEST', 400, [large]],
      // One that comes too late may still be there with a small file, and is not waited for with a large one.
      ['its space after a large file', 'BAD_REQUEST', 400, [large, space]],
      [
        'a field too many before a large file',
        'BAD_REQUEST',
        400,
        [space, { name: 'id', content: '1' }, large],
      ],
      ['no known space before a large file', 'NOT_FOUND', 404, [{ ...space, content: 'absent' }, large]],
      ['no possible name for a large file', 'FILE_NAME_INVALID', 400, [space, { ...large, fileName: '..' }]],
    ])('answer at once to a form with %s, and to what follows', async (_what, code, status, parts) => {
      const before = (await list()).length;
      const { reply, listed } = await sendHastily(parts);
      expect(refusal(reply)).toEqual({ status, code });
      expect(listed).toHaveLength(before);
    });

    it.each<[where: string, parts: Parts, end: number]>([
      ['before its file', [space, small], 90],
      ['within its last line', [space, small], -20],
      ['within the last line after a large file', [space, large], -20],
      ['within a large file', [space, large], 300_000],
    ])('are refused, and not kept, when the form is cut %s', async (_where, parts, end) => {
      const before = (await list()).length;
      const { reply, listed } = await sendHastily(parts, end);
      expect(refusal(reply)).toEqual({ status: 400, code: 'BAD_REQUEST' });
      expect(listed).toHaveLength(before);
    });

    it('are refused when what parts the form is too long', async () => {
      for (const length of [300, 5_000]) {
        const headers = { 'content-type': `multipart/form-data; boundary=${'b'.repeat(length)}` };
        const reply = refusal(await alice.request('POST', '/v1/documents', 'x', headers));
        expect([reply.status, reply.code]).toEqual([400, 'BAD_REQUEST']);
      }
    });

    it('are refused as anything but a form', async () => {
      const notForm = { status: 415, code: 'MEDIA_TYPE_NOT_SUPPORTED' };
      expect(refusal(await alice.post('/v1/documents', { space: 'rh' }))).toEqual(notForm);
      const headers = { 'content-type': 'multipart/form-data' };
      expect((await alice.request('POST', '/v1/documents', 'x', headers)).status).toBeLessThan(500);
    });
  });

  it('go into no space that is absent, and the answer is that of a forbidden one', async () => {
    const [forbidden, absent] = [
      await chloe.upload({ space: 'rh' }, 'a.txt', 'x'),
      await chloe.upload({ space: 'absent' }, 'a.txt', 'x'),
    ];
    expect(refusal(forbidden)).toEqual({ status: 404, code: 'NOT_FOUND' });
    expect({ ...(forbidden.body as object), requestId: '' }).toEqual({
      ...(absent.body as object),
      requestId: '',
    });
  });

  it('R46: come back as an attachment with the very same bytes, whatever they claim to be', async () => {
    const page = Buffer.from('<!doctype html><script>alert(document.cookie)</script><p>Page piégée</p>');
    for (const [name, bytes] of [
      ['page.html', page],
      ['image.png', page],
      ['photo.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
      ['hasard.bin', randomBytes(70_000)],
    ] as const) {
      const { id } = accepted(await alice.upload({ space: 'rh' }, name, new Uint8Array(bytes)));
      const file = await alice.download(`/v1/documents/${id}/content`);
      expect(file.status).toBe(200);
      const digest = (of: Uint8Array) => createHash('sha256').update(of).digest('hex');
      expect(digest(file.bytes)).toBe(digest(bytes));
      expect(file.headers.get('content-disposition')).toMatch(/^attachment;/);
      expect(file.headers.get('x-content-type-options')).toBe('nosniff');
      expect(file.headers.get('content-type')).toBe('application/octet-stream');
      expect(file.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(file.headers.get('cache-control')).toContain('no-store');
    }
  });

  it('R46: are what their bytes are, not what their name says', async () => {
    const pdf = await settled(
      accepted(
        await alice.upload({ space: 'rh' }, 'faux.pdf', 'Ce texte prétend être un PDF, dit Barigoule.'),
      ).id,
    );
    const markdown = await settled(
      accepted(await alice.upload({ space: 'rh' }, 'faux.docx', new Uint8Array(randomBytes(3_000)))).id,
    );
    expect(pdf.mediaType).not.toBe('application/pdf');
    expect(['skipped', 'failed']).toContain(markdown.state);
    if (pdf.state === 'searchable-words')
      expect((await search(alice, 'Barigoule'))[0]?.document.id).toBe(pdf.id);
    else expect(pdf.reason?.code).toBe('type-mismatch');
  });

  it('are gone once deleted: from lists, from searches, from the sources of old answers', async () => {
    const { id } = accepted(
      await alice.upload(
        { space: 'rh' },
        'ephemere.md',
        '# Éphémère\n\nLa clé Turlupin ouvre le local 47.\n',
      ),
    );
    await settled(id);
    const asked = askReply.parse(
      (await bruno.post('/v1/ask', { question: 'Que fait la clé Turlupin ?', stream: false })).body,
    );
    expect(asked.answer.text).toContain('local 47');

    // Only the one who added it may.
    expect((await bruno.delete(`/v1/documents/${id}`)).status).toBeGreaterThanOrEqual(403);
    expect((await search(bruno, 'Turlupin')).length).toBeGreaterThan(0);
    expect(await alice.delete(`/v1/documents/${id}`)).toMatchObject({ status: 204, body: '' });

    expect(await search(bruno, 'Turlupin')).toEqual([]);
    for (const ending of ['', '/preview', '/content'])
      expect((await alice.get(`/v1/documents/${id}${ending}`)).status).toBe(404);
    expect((await alice.delete(`/v1/documents/${id}`)).status).toBe(404);
    expect((await list()).map((document) => document.id)).not.toContain(id);
    const old = await bruno.get(`/v1/conversations/${asked.conversationId}`);
    expect(conversationShape.parse(old.body).messages[1]).toMatchObject({ masked: true, text: '' });
    expect(JSON.stringify(old.body)).not.toMatch(/local 47|phémère/);
    const again = askReply.parse(
      (await bruno.post('/v1/ask', { question: 'Que fait la clé Turlupin ?', stream: false })).body,
    );
    expect(again.sources.map(({ document }) => document.id)).not.toContain(id);
  });

  it('keep to one file of the same bytes when its twin is deleted', async () => {
    const text = 'Deux documents du même texte, nommé Cataplasme.';
    const twins = [
      accepted(await alice.upload({ space: 'rh', folder: 'un' }, 'jumeau.txt', text)),
      accepted(await alice.upload({ space: 'rh', folder: 'deux' }, 'jumeau.txt', text)),
    ];
    for (const { id } of twins) await settled(id);
    await alice.delete(`/v1/documents/${twins[0]?.id}`);
    const file = await alice.download(`/v1/documents/${twins[1]?.id}/content`);
    expect(Buffer.from(file.bytes).toString()).toBe(text);
    expect((await search(alice, 'Cataplasme')).map(({ document }) => document.id)).toEqual([twins[1]?.id]);
  });

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '__proto__ et prototype',
    'constructor',
    '{{constructor.name}}',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a name that a template engine would run
    '${process.exit(7)}',
    'lc',
    "'; drop table document; --",
    '$ne',
  ])('R42, R43: carry %s as plain data', async (vector) => {
    const marker = `Repère${createHash('md5').update(vector).digest('hex').slice(0, 8)}`;
    const markdown = `# ${vector.replace(/[<>_${}]/g, '\\$&')}\n\n${marker} : ${vector.replace(/[<>_${}]/g, '\\$&')} reste du texte.\n`;
    const { id } = accepted(
      await alice.upload({ space: 'hostile', folder: vector.replaceAll('/', '∕') }, 'titre.md', markdown),
    );
    expect((await settled(id)).state).toBe('searchable-words');
    const document = await show(id);
    expect(document.title).toBe(vector);
    expect(document.path).toBe(`${vector.replaceAll('/', '∕')}/titre.md`);
    const [hit] = await search(alice, marker);
    expect(hit?.document.title).toBe(vector);
    expect(hit?.passage.text).toContain(vector);
    const asked = askReply.parse(
      (await alice.post('/v1/ask', { question: `Que dit ${marker} de ${vector} ?`, stream: false })).body,
    );
    expect(asked.answer.sentences[0]?.text).toContain(vector);
    // The text may be shown as Markdown by other clients: what would live there is made harmless.
    expect(asked.answer.text).toContain(vector.replace(/<(?=[a-z/])/g, '‹'));
    const kept = conversationShape.parse((await alice.get(`/v1/conversations/${asked.conversationId}`)).body);
    expect(kept.messages[0]?.text).toBe(`Que dit ${marker} de ${vector} ?`);
    const raw = await alice.get(
      `/v1/documents?space=hostile&folder=${encodeURIComponent(vector.replaceAll('/', '∕'))}`,
    );
    expect(raw.headers.get('content-type')).toContain('application/json');
    expect(raw.headers.get('x-content-type-options')).toBe('nosniff');
    expect(documentPage.parse(raw.body).documents.map((one) => one.id)).toEqual([id]);
  });

  it('R42: title a space with anything, as plain data', async () => {
    const { body } = await alice.get('/v1/spaces');
    expect(body).toMatchObject({
      spaces: expect.arrayContaining([
        expect.objectContaining({ id: 'hostile', title: '<img src=x onerror=alert(1)>{{constructor}}' }),
      ]),
    });
  });

  it('R23: are no fault of ours with bytes that are no text', async () => {
    const documents = [
      accepted(await alice.upload({ space: 'rh' }, 'nul.txt', 'Avant\u0000après, dit Farandole.')),
      accepted(
        await alice.upload(
          { space: 'rh' },
          'octets.txt',
          new Uint8Array([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]),
        ),
      ),
      accepted(await alice.upload({ space: 'rh' }, 'blancs.txt', '  \n\n\t ')),
      accepted(await alice.upload({ space: 'rh' }, 'vide.txt', '')),
      accepted(await alice.upload({ space: 'rh' }, 'tableau.csv', '"a\n'.repeat(2_000))),
    ];
    for (const { id } of documents) {
      const { state, reason } = await settled(id);
      expect(reason?.code ?? state).not.toBe('internal-error');
    }
    expect((await settled(documents[3]?.id ?? '')).reason?.code).toBe('empty');
  });

  const withData = existsSync(hostileFolder);
  const whySkipped = withData ? '' : ' (skipped: the folder of hostile files is not here)';
  it.runIf(withData).each([
    ['unstructured__password.pdf', ['encrypted']],
    ['msoffcrypto-to__example_password.docx', ['encrypted']],
    ['poi__bug53475-password-is-pass.docx', ['encrypted']],
    ['tika__testODTEncrypted.odt', ['encrypted']],
    ['OCRmyPDF__invalid.pdf', ['damaged', 'type-mismatch', 'no-text']],
    ['tika__testWORD_truncated.docx', ['damaged', 'type-mismatch']],
    ['unstructured__empty.eml', ['empty', 'no-text', 'damaged']],
    [
      'officeParser__oversized_archive.docx',
      ['inflates-too-much', 'too-large', 'parse-memory', 'parse-timeout'],
    ],
    ['poi__poc-xmlbomb.xlsx', ['damaged']],
    ['PayloadsAllThe__ssrf_svg_image.svg', ['no-text']],
    ['tika__testZIP_corrupted_oom.zip', ['damaged']],
  ])(`end with a reason in both languages: %s${whySkipped}`, async (name, reasons) => {
    const bytes = new Uint8Array(await readFile(join(hostileFolder, name)));
    const { id } = accepted(await alice.upload({ space: 'rh', folder: 'hostiles' }, name, bytes));
    const { state, reason } = await settled(id);
    expect([name, ['skipped', 'failed'].includes(state), state]).toEqual([name, true, state]);
    expect(reasons).toContain(reason?.code);
    const english = await show(id, 'en-GB,en;q=0.9');
    expect(english.reason?.code).toBe(reason?.code);
    expect(english.reason?.text).not.toBe(reason?.text);
    // Nothing of it answers, and the file itself can still be fetched.
    expect((await alice.download(`/v1/documents/${id}/content`)).bytes.byteLength).toBe(bytes.byteLength);
  });

  it('are read on after all of that', async () => {
    const { id } = accepted(await alice.upload({ space: 'rh' }, 'ensuite.txt', 'La suite, dit Mirliton.'));
    await settled(id);
    expect((await search(alice, 'Mirliton'))[0]?.document.id).toBe(id);
    expect((await alice.get('/health/ready')).status).toBe(200);
  });
});
