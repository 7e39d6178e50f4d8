import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { nameWords } from '../../core/access/name-words.ts';
import type { NamePlace } from '../../ports/directory.ts';
import { pageOf, placeIn } from '../cursor.ts';
import { label, nameQuery, page, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const tags = ['administration'];

const ids = z.array(label.max(200)).max(tunables.limits.pageSize);
const querystring = z.strictObject({
  ...page,
  q: nameQuery,
  id: z.preprocess((value) => (typeof value === 'string' ? [value] : value), ids.optional()),
});

/** The last name of a page; cursors hold texts. */
const place = z.strictObject({ rank: z.enum(['0', '1', '2']), sortedBy: z.string(), id: z.string() });

const description =
  '`q`: words that a name, or an id, must hold, whatever their case and accents; `id`, as often as wanted: those of these ids.';

const nextCursor = z.string().nullable();

/** What a request asks for, with one more than its page holds. */
function queryOf({ q, id, limit, cursor }: z.infer<typeof querystring>) {
  const after = placeIn(cursor, place);
  return {
    words: nameWords(q),
    limit: limit + 1,
    ...(id && { ids: id }),
    ...(after && { after: { ...after, rank: Number(after.rank) } }),
  };
}

const named = <Row extends NamePlace>(found: readonly Row[], limit: number) =>
  pageOf(found, limit, ({ rank, sortedBy, id }) => ({ rank: String(rank), sortedBy, id }));

export const listPeople: Route = (api, services) => {
  api.get(
    '/v1/admin/people',
    {
      schema: {
        summary: 'People of the organisation by name; for its administrators and owners',
        description,
        tags,
        querystring,
        response: {
          200: z.object({
            people: z.array(
              z.object({
                id: z.string(),
                name: z.string(),
                title: z.string().nullable(),
                guest: z.boolean(),
                disabled: z.boolean(),
              }),
            ),
            nextCursor,
          }),
          ...problems,
        },
      },
    },
    async ({ person: { org }, query }) => {
      const found = await services.directory.findPeople(org, queryOf(query));
      const { rows, nextCursor: next } = named(found, query.limit);
      const people = rows.map(({ id, name, title, isGuest: guest, isDisabled: disabled }) => ({
        ...{ id, name, title, guest, disabled },
      }));
      return { people, nextCursor: next };
    },
  );
};

export const listGroups: Route = (api, services) => {
  api.get(
    '/v1/admin/groups',
    {
      schema: {
        summary: 'Groups of the organisation by name',
        description,
        tags,
        querystring,
        response: {
          200: z.object({ groups: z.array(z.object({ id: z.string(), title: z.string() })), nextCursor }),
          ...problems,
        },
      },
    },
    async ({ person: { org }, query }) => {
      const found = await services.directory.findGroups(org, queryOf(query));
      const { rows, nextCursor: next } = named(found, query.limit);
      return { groups: rows.map(({ id, title }) => ({ id, title })), nextCursor: next };
    },
  );
};

export const listAllSpaces: Route = (api, services) => {
  api.get(
    '/v1/admin/spaces',
    {
      schema: {
        summary: 'Spaces of the organisation by name, whether the caller belongs to them or not',
        description,
        tags,
        querystring,
        response: {
          200: z.object({
            spaces: z.array(z.object({ id: z.string(), title: z.string(), assistantEnabled: z.boolean() })),
            nextCursor,
          }),
          ...problems,
        },
      },
    },
    async ({ person: { org }, query }) => {
      const found = await services.directory.findSpaces(org, queryOf(query));
      const { rows, nextCursor: next } = named(found, query.limit);
      const spaces = rows.map(({ id, title, assistantEnabled }) => ({ id, title, assistantEnabled }));
      return { spaces, nextCursor: next };
    },
  );
};
