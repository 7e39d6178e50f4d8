import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { aliasStatuses } from '../../ports/alias-repository.ts';
import { pageOf, placeIn } from '../cursor.ts';
import { presentAlias } from '../presenters/present-alias.ts';
import { label, page, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const { longestAcronym, longestExpansion } = tunables.aliases;
const tags = ['administration'];

const alias = z.object({
  id: z.string(),
  acronym: z.string(),
  expansion: z.string(),
  status: z.enum(aliasStatuses),
  documents: z.int(),
});

const querystring = z.strictObject({
  ...page,
  q: label.max(longestExpansion).optional(),
  status: z.enum(aliasStatuses).optional(),
});

/** Dots and spaces of an acronym come on top of its letters. */
const body = z.strictObject({
  acronym: label.max(2 * longestAcronym),
  expansion: label.max(longestExpansion),
});

/** Any text: one that is no id is an alias that is not there. */
const params = z.object({ id: z.string() });

/** The last alias of a page. */
const place = z.strictObject({ acronym: label, id: z.uuid() });

export const listAliases: Route = (api, services) => {
  api.get(
    '/v1/admin/aliases',
    {
      schema: {
        summary:
          'Acronyms and what they stand for: entered, or learned from documents that the caller may read',
        tags,
        querystring,
        response: {
          200: z.object({ aliases: z.array(alias), nextCursor: z.string().nullable() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { limit, cursor, q, status } = request.query;
      const found = await services.aliases.list(request.within, {
        limit: limit + 1,
        query: q,
        status,
        after: placeIn(cursor, place),
      });
      const { rows, nextCursor } = pageOf(found, limit, ({ acronym, id }) => ({ acronym, id }));
      return { aliases: rows.map(presentAlias), nextCursor };
    },
  );
};

export const addAlias: Route = (api, services) => {
  api.post(
    '/v1/admin/aliases',
    {
      schema: {
        summary:
          'Enters what an acronym stands for, for the whole organisation; shows it again if it was hidden',
        tags,
        body,
        response: { 201: alias, ...problems },
      },
    },
    async (request, reply) =>
      reply.code(201).send(presentAlias(await services.aliases.add(request.within, request.body))),
  );
};

export const removeAlias: Route = (api, services) => {
  api.delete(
    '/v1/admin/aliases/:id',
    {
      schema: {
        summary: 'Removes an entered alias; documents that teach it still do',
        tags,
        params,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await services.aliases.remove(request.within, request.params.id);
      return reply.code(204).send(null);
    },
  );
};

export const hideAlias: Route = (api, services) => {
  api.put(
    '/v1/admin/aliases/:id/hidden',
    {
      schema: {
        summary: 'Uses an alias no longer, whoever teaches it',
        tags,
        params,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await services.aliases.setHidden(request.within, request.params.id, true);
      return reply.code(204).send(null);
    },
  );
};

export const unhideAlias: Route = (api, services) => {
  api.delete(
    '/v1/admin/aliases/:id/hidden',
    {
      schema: {
        summary: 'Uses a hidden alias again',
        tags,
        params,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await services.aliases.setHidden(request.within, request.params.id, false);
      return reply.code(204).send(null);
    },
  );
};
