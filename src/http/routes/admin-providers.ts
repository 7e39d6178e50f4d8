import { z } from 'zod';
import type { ProbeResult } from '../../core/providers/provider.ts';
import { providerWarnings } from '../../core/providers/provider-warnings.ts';
import { leavingOf } from '../leaving.ts';
import { presentCapabilities, presentProbe, presentProvider } from '../presenters/present-provider.ts';
import { label, problems } from '../schemas/common.ts';
import {
  capabilities,
  choices,
  dialect,
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
        summary: 'Providers of the organisation, what was tested of them, and which one is wanted where',
        tags,
        response: { 200: z.object({ providers: z.array(provider), choices }), ...problems },
      },
    },
    async (request) => {
      const [found, chosen] = await Promise.all([
        services.providers.list(request.within),
        services.providers.choices(request.within),
      ]);
      return {
        providers: found.map(presentProvider),
        choices: { usual: chosen.usual, bySpace: Object.fromEntries(chosen.bySpace) },
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
        warnings: services.providers.warnings(saved).map((code) => ({ code, ...providerWarnings[code] })),
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
        summary: 'Says which provider answers: in the organisation, or in one of its spaces',
        tags,
        body: z.strictObject({
          space: label.max(100).nullable().default(null),
          provider: z.string().nullable(),
        }),
        response: { 200: choices, ...problems },
      },
    },
    async (request) => {
      const { usual, bySpace } = await services.providers.choose(request.within, request.body);
      return { usual, bySpace: Object.fromEntries(bySpace) };
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
