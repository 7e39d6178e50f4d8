import { contractSchemas, type Direction, jsonSchemaOf } from './schemas.ts';

const reference = (...path: readonly string[]) => ({ $ref: `#/${path.join('/')}` });

/** Names of components may not hold everything that types do. */
const messageName = (type: string): string => type.replaceAll('.', '-');

const eventTypes = (direction: Direction): string[] =>
  contractSchemas
    .filter((one) => one.direction === direction && /^fr\./.test(one.type))
    .map(({ type }) => type);

const messagesOf = (channel: string, types: readonly string[]) => ({
  messages: Object.fromEntries(
    types.map((type) => [messageName(type), reference('components', 'messages', messageName(type))]),
  ),
  operation: types.map((type) => reference('channels', channel, 'messages', messageName(type))),
});

/** How an operation is done over HTTP; addresses of channels hold no queries. */
const withQuery = (method: 'GET' | 'POST', parameters: Readonly<Record<string, string>>) => ({
  http: {
    bindingVersion: '0.3.0',
    method,
    ...(Object.keys(parameters).length > 0 && {
      query: {
        type: 'object',
        properties: Object.fromEntries(
          Object.entries(parameters).map(([name, description]) => [name, { type: 'string', description }]),
        ),
      },
    }),
  },
});

/**
 * The contract as an AsyncAPI 3.0 document, seen from Sourcier: it receives events, sends receipts, and takes events out of the
 * queue of a workplace that cannot call out. Schemas are those of `schemas.ts`.
 */
export function asyncApi(version: string): Readonly<Record<string, unknown>> {
  const events = messagesOf('events', eventTypes('in'));
  const receipts = messagesOf('receipts', eventTypes('out'));
  const queue = messagesOf('queue', ['leased-events']);
  const acknowledgements = messagesOf('acknowledgements', ['acknowledgement']);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Sourcier: contract with a workplace',
      version,
      description:
        'CloudEvents 1.0 over HTTP, signed as Standard Webhooks. What is pulled (items, directory, digest) is told in docs/contract.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      sourcier: {
        host: '{host}',
        protocol: 'https',
        description: 'An installation of Sourcier.',
        variables: { host: { default: 'sourcier.example', description: 'Where it is installed.' } },
        security: [reference('components', 'securitySchemes', 'standardWebhooks')],
      },
      workplace: {
        host: '{host}',
        pathname: '/{export}',
        protocol: 'https',
        description: 'The export address of a workplace.',
        variables: {
          host: { default: 'travail.example', description: 'Where the workplace is.' },
          export: { default: 'export', description: 'Path of its export.' },
        },
        security: [reference('components', 'securitySchemes', 'exportToken')],
      },
    },
    channels: {
      events: {
        address: '/v1/events',
        description: 'What happens in the workplace, one event or a batch of at most 500.',
        servers: [reference('servers', 'sourcier')],
        messages: events.messages,
      },
      receipts: {
        address: null,
        description: 'What became of documents: POST to the address that was declared with the source.',
        messages: receipts.messages,
      },
      queue: {
        address: '/queue',
        description: 'Events of a workplace that cannot call out, lent for a time. Optional.',
        servers: [reference('servers', 'workplace')],
        messages: queue.messages,
      },
      acknowledgements: {
        address: '/ack',
        description: 'What became of the events of a lease.',
        servers: [reference('servers', 'workplace')],
        messages: acknowledgements.messages,
      },
    },
    operations: {
      receiveEvents: {
        action: 'receive',
        channel: reference('channels', 'events'),
        summary: 'Rights and places hold when 202 is given; bytes are fetched afterwards.',
        bindings: withQuery('POST', {
          organisation: 'The organisation in Sourcier.',
          source: 'The source that was declared for the workplace.',
        }),
        messages: events.operation,
      },
      sendReceipts: {
        action: 'send',
        channel: reference('channels', 'receipts'),
        summary: 'Signed like events; 410 ends them, Retry-After is honoured.',
        bindings: withQuery('POST', {}),
        messages: receipts.operation,
      },
      takeFromQueue: {
        action: 'receive',
        channel: reference('channels', 'queue'),
        summary: 'Takes events for the time of a lease.',
        bindings: withQuery('GET', {
          lease: 'Seconds after which what is not acknowledged is given again.',
          limit: 'Events at most.',
        }),
        messages: queue.operation,
      },
      acknowledge: {
        action: 'send',
        channel: reference('channels', 'acknowledgements'),
        summary: 'Takes the events that it names out of the queue.',
        bindings: withQuery('POST', {}),
        messages: acknowledgements.operation,
      },
    },
    components: {
      messages: Object.fromEntries(
        contractSchemas
          .filter(({ type }) => /^fr\./.test(type) || ['leased-events', 'acknowledgement'].includes(type))
          .map((one) => [
            messageName(one.type),
            {
              name: one.type,
              title: one.type,
              contentType: /^fr\./.test(one.type) ? 'application/cloudevents+json' : 'application/json',
              payload: {
                schemaFormat: 'application/schema+json;version=draft-07',
                schema: jsonSchemaOf(one, 'draft-7'),
              },
            },
          ]),
      ),
      securitySchemes: {
        standardWebhooks: {
          type: 'httpApiKey',
          in: 'header',
          name: 'webhook-signature',
          description:
            'v1,BASE64 of HMAC-SHA256 of webhook-id.webhook-timestamp.body with the bytes of the secret (whsec_…); several, separated by spaces, while a secret is rotated.',
        },
        exportToken: { type: 'http', scheme: 'bearer', description: 'The token declared with the source.' },
      },
    },
  };
}
