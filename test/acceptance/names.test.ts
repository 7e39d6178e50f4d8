import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ApiClient } from '../support/api-client.ts';
import { documentPage, document as documentShape, problem } from './shapes.ts';
import { openWorld, type World } from './world.ts';

const named = z.object({ id: z.string(), title: z.string().nullable() });
const people = z.object({
  people: z.array(named.extend({ name: z.string() })),
  nextCursor: z.string().nullable(),
});
const spaces = z.object({ spaces: z.array(named), nextCursor: z.string().nullable() });
const groups = z.object({ groups: z.array(named), nextCursor: z.string().nullable() });

/** Names that differ by accents, case and order of their words, and signs that mean something to databases. */
const names = {
  elodie: 'Élodie Œuvrard',
  marc: 'Marc Dupont',
  amarante: 'Amarante Léger',
  omar: 'Omar Sy-Martin',
  percent: '100 % Pur_sang',
} as const;

describe('names', () => {
  let world: World;
  let admin: ApiClient;
  let member: ApiClient;

  beforeAll(async () => {
    world = await openWorld();
    await world.apply({
      organisation: 'ormeval',
      users: ['adele', 'olga', ...Object.keys(names)],
      admins: ['adele'],
      people: Object.fromEntries(
        Object.entries(names).map(([id, name]) => [id, { name, identities: [] }]),
      ) as never,
      groups: { 'drh-encadrement': ['olga'], cabinet: ['adele'] },
      spaces: {
        rh: { title: 'Ressources humaines', members: ['user:olga'] },
        ecole: { title: 'Écoles et périscolaire', members: ['user:adele'] },
      },
    });
    await world.apply({
      organisation: 'valmarin',
      users: ['marcelle'],
      spaces: { rh: { title: 'RH de Valmarin', members: ['user:marcelle'] } },
    });
    [admin, member] = await Promise.all([world.as('adele', 'ormeval'), world.as('olga', 'ormeval')]);
  });
  afterAll(() => world?.close());

  const peopleFor = async (query: string) =>
    people.parse((await admin.get(`/v1/admin/people?${query}`)).body).people.map(({ id }) => id);
  const typed = (q: string) => peopleFor(`${new URLSearchParams({ q })}`);

  it('finds by words, whatever their case, accents and order: names that begin with the first word come first', async () => {
    expect(await typed('elodie')).toEqual(['elodie']);
    expect(await typed('OEUVRARD é')).toEqual(['elodie']);
    expect(await typed('mar')).toEqual(['marc', 'amarante', 'omar']);
    expect(await typed('dupont marc')).toEqual(['marc']);
    expect(await typed('nobody')).toEqual([]);
  });

  it('takes signs as they are, and looks at ids too', async () => {
    expect(await typed('%')).toEqual(['percent']);
    expect(await typed('r_s')).toEqual(['percent']);
    expect(await typed('\\')).toEqual([]);
    expect(await peopleFor('id=marc&id=olga&id=absent')).toEqual(['marc', 'olga']);
    expect(groups.parse((await admin.get('/v1/admin/groups?q=encadre')).body).groups).toEqual([
      { id: 'drh-encadrement', title: 'drh-encadrement' },
    ]);
    expect(spaces.parse((await admin.get('/v1/admin/spaces?q=ecole')).body).spaces).toMatchObject([
      { id: 'ecole', title: 'Écoles et périscolaire' },
    ]);
  });

  it('goes on page by page, each name once', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = people.parse(
        (await admin.get(`/v1/admin/people?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`)).body,
      );
      expect(page.people.length).toBeLessThanOrEqual(2);
      seen.push(...page.people.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.toSorted()).toEqual(['adele', 'olga', ...Object.keys(names)].toSorted());
    for (const query of ['limit=201', 'limit=0', 'cursor=x', `q=${'a'.repeat(201)}`, 'q=%00', 'id='])
      expect([query, (await admin.get(`/v1/admin/people?${query}`)).status]).toEqual([query, 400]);
  });

  it('R17, R30: are those of the own organisation alone', async () => {
    expect(await typed('marcelle')).toEqual([]);
    expect(await peopleFor('id=marcelle')).toEqual([]);
    const found = spaces.parse((await admin.get('/v1/admin/spaces?id=rh')).body).spaces;
    expect(found.map(({ title }) => title)).toEqual(['Ressources humaines']);
  });

  it('R14, R15: titles are of documents that the caller may read: one they may not is as one that is not there', async () => {
    const upload = async (client: ApiClient, space: string, title: string) =>
      documentShape.parse((await client.upload({ space }, `${title}.md`, `# ${title}\n\nUn texte.\n`)).body)
        .id;
    const visible = await upload(admin, 'ecole', 'Tarif zibeline des cantines');
    const hidden = await upload(member, 'rh', 'Prime zibeline 2026');
    const titled = async (client: ApiClient, q: string) =>
      documentPage.parse((await client.get(`/v1/documents?q=${encodeURIComponent(q)}`)).body);
    expect((await titled(admin, 'ZIBELINE tarif')).documents.map(({ id }) => id)).toEqual([visible]);
    expect((await titled(admin, 'zibeline')).documents.map(({ id }) => id)).toEqual([visible]);
    expect((await titled(member, 'zibeline')).documents.map(({ id }) => id)).toEqual([hidden]);
    const [forbidden, absent] = [await titled(admin, 'prime zibeline'), await titled(admin, 'prime absente')];
    expect(forbidden).toEqual(absent);
    expect(forbidden.documents).toEqual([]);
  });

  it('R03: are for nobody but whoever looks after the organisation', async () => {
    const reply = await member.get('/v1/admin/people?q=marc');
    expect([reply.status, problem.parse(reply.body).code]).toEqual([404, 'NOT_FOUND']);
  });
});
