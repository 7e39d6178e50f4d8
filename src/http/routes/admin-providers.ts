import { z } from 'zod';
import type { ProbeResult } from '../../core/providers/provider.ts';
import { leavingOf } from '../leaving.ts';
import {
  presentCapabilities,
  presentChoices,
  presentEmbedding,
  presentProbe,
  presentProvider,
  presentWarnings,
} from '../presenters/present-provider.ts';
import { problems } from '../schemas/common.ts';
import {
  capabilities,
  choiceBody,
  choices,
  dialect,
  embedding,
  namedModels,
  policy,
  policyBody,
  provider,
  providerBody,
  providerId,
  warnings,
} from '../schemas/provider.ts';
import { begun, type ServerSentEvent, sendEvents } from '../sse.ts';
import type { Route } from './route.ts';

const tags = ['administration'];
const written = z.object({ id: providerId });
/** Any text: one that is no id is a provider that is not there. */
const named = z.object({ id: z.string() });

export const listProviders: Route = (api, services) => {
  api.get(
    '/v1/admin/providers',
    {
      schema: {
        summary:
          'Providers of the organisation, what was tested of them, which one is wanted where, and whose vectors answer',
        tags,
        response: { 200: z.object({ providers: z.array(provider), choices, embedding }), ...problems },
      },
    },
    async (request) => {
      const [found, chosen, vectors] = await Promise.all([
        services.providers.list(request.within),
        services.providers.choices(request.within),
        services.providers.embedding(request.within),
      ]);
      return {
        providers: found.map(presentProvider),
        choices: presentChoices(chosen),
        embedding: presentEmbedding(vectors),
      };
    },
  );
};

export const listDialects: Route = (api, services) => {
  api.get(
    '/v1/admin/dialects',
    {
      schema: {
        summary: 'Ways to speak to providers: usual address, whether a key is wanted, what each can do',
        tags,
        response: { 200: z.object({ dialects: z.array(dialect) }), ...problems },
      },
    },
    async () => ({ dialects: services.providers.dialects().map((one) => ({ ...one })) }),
  );
};

export const saveProvider: Route = (api, services) => {
  api.put(
    '/v1/admin/providers/:id',
    {
      schema: {
        summary: 'Sets up a provider, or changes it whole; another address needs its key again',
        tags,
        params: written,
        body: providerBody,
        response: { 200: provider.extend({ warnings }), ...problems },
      },
    },
    async (request) => {
      const { apiKey, models, ...settings } = request.body;
      const saved = await services.providers.save(request.within, request.params.id, {
        ...settings,
        models: namedModels(models),
        ...(apiKey !== undefined && { apiKey }),
      });
      return {
        ...presentProvider(saved),
        warnings: presentWarnings(services.providers.warnings(saved)),
      };
    },
  );
};

export const removeProvider: Route = (api, services) => {
  api.delete(
    '/v1/admin/providers/:id',
    {
      schema: {
        summary: 'Removes a provider with its key, its tests and the choices of it',
        tags,
        params: named,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await services.providers.remove(request.within, request.params.id);
      return reply.code(204).send(null);
    },
  );
};

export const testProvider: Route = (api, services) => {
  api.post(
    '/v1/admin/providers/:id/test',
    {
      schema: {
        summary: '« Tester la connexion »: tries what the provider is used for',
        description:
          'With `stream: true` server-sent events: `probe` for each result, then `done` (or `error`).',
        tags,
        params: named,
        body: z.strictObject({ stream: z.boolean().default(false) }).nullish(),
        response: { 200: capabilities, ...problems },
      },
    },
    async (request, reply) => {
      const left = leavingOf(reply);
      const results = services.providers.test(
        request.within,
        request.params.id,
        AbortSignal.any([left, api.stopping]),
      );
      if (request.body?.stream) return sendEvents(reply, toServerSentEvents(await begun(results)), left);
      const all: ProbeResult[] = [];
      for await (const result of results) all.push(result);
      return presentCapabilities({ probedAt: new Date(), results: all });
    },
  );
};

async function* toServerSentEvents(results: AsyncIterable<ProbeResult>): AsyncGenerator<ServerSentEvent> {
  const all: ProbeResult[] = [];
  for await (const result of results) {
    all.push(result);
    yield { event: 'probe', data: presentProbe(result) };
  }
  yield { event: 'done', data: presentCapabilities({ probedAt: new Date(), results: all }) };
}

export const chooseProvider: Route = (api, services) => {
  api.put(
    '/v1/admin/provider-choices',
    {
      schema: {
        summary:
          'Says which provider answers, in the organisation or in one of its spaces; or makes its vectors, or reranks',
        description:
          'Another provider of vectors builds them beside those that answer, and takes over when they are whole.',
        tags,
        body: choiceBody,
        response: { 200: choices.extend({ warnings }), ...problems },
      },
    },
    async (request) => {
      const found = await services.providers.choose(request.within, request.body);
      return { ...presentChoices(found.choices), warnings: presentWarnings(found.warnings) };
    },
  );
};

export const showPolicy: Route = (api, services) => {
  api.get(
    '/v1/admin/policy',
    {
      schema: {
        summary: 'What providers of each level of trust may see, and what becomes of unsupported sentences',
        tags,
        response: { 200: policy, ...problems },
      },
    },
    (request) => services.providers.policy(request.within),
  );
};

export const changePolicy: Route = (api, services) => {
  api.put(
    '/v1/admin/policy',
    {
      schema: {
        summary: 'Changes what is said of it; holds from the next question on',
        tags,
        body: policyBody,
        response: { 200: policy, ...problems },
      },
    },
    (request) => services.providers.changePolicy(request.within, request.body),
  );
};
