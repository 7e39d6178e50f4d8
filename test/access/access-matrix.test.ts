import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import pLimit from 'p-limit';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { openLocalIssuer } from '../../src/adapters/local-issuer/local-issuer.ts';
import { createAccessRepository } from '../../src/adapters/postgres/access-repository.ts';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { organisationFile } from '../../src/core/access/organisation-file.ts';
import { serviceScopes } from '../../src/core/access/service-key.ts';
import {
  alias as aliasShape,
  askReply,
  budget as budgetShape,
  conversationPage,
  conversation as conversationShape,
  documentPage,
  document as documentShape,
  problem,
  searchReply,
  securityItems,
} from '../acceptance/shapes.ts';
import { type Organisation, openWorld, type World } from '../acceptance/world.ts';
import { type ApiClient, createApiClient, eventually, type Reply, rawForm } from '../support/api-client.ts';
import { aDocument, anEvent, deliver } from '../support/small-workplace.ts';
import { readConnection } from '../support/test-stores.ts';
import { exampleOf, type JsonSchema, textPlaces } from './json-example.ts';

const roles = [
  'owner',
  'colleague',
  'otherSpace',
  'auditor',
  'organisationOwner',
  'admin',
  'otherOrganisation',
  'anonymous',
  'malformedToken',
  'serviceKey',
  'suspended',
  'expiredToken',
  'foreignToken',
  'unknownPerson',
] as const;
type Role = (typeof roles)[number];

const statuses = Object.fromEntries(roles.map((role) => [role, z.int()])) as Record<Role, z.ZodInt>;
const row = z.strictObject({
  route: z.string().regex(/^[A-Z]+ \//),
  hidden: z.boolean().default(false),
  ...statuses,
});
const matrix = z.array(row).parse(parse(readFileSync(join(import.meta.dirname, 'matrix.yaml'), 'utf8')));

/** Spaces that come and go for one person: `even` and `odd` ones take turns. */
const turns = [...'abcdefghijkl'].map((letter) => `tour${letter}`);

const ormeval = (open: readonly string[]): Organisation => ({
  organisation: 'ormeval',
  users: ['olga', 'colin', 'damien', 'sacha', 'adele', 'aude', 'oscar'],
  admins: ['adele'],
  auditors: ['aude'],
  owners: ['oscar'],
  spaces: {
    rh: { title: 'Ressources humaines', members: ['user:olga', 'user:colin', 'user:damien'] },
    mairie: { title: 'Vie municipale', members: ['org:ormeval'] },
    ...Object.fromEntries(
      turns.map((space) => [
        space,
        { title: `Espace ${space}`, members: ['user:olga', ...(open.includes(space) ? ['user:sacha'] : [])] },
      ]),
    ),
  },
});

const valmarin: Organisation = {
  organisation: 'valmarin',
  users: ['victor'],
  admins: ['victor'],
  // Same space id as the neighbour's, but victor is not in it: what he gets is for the organisation's sake alone.
  spaces: {
    autre: { title: 'Autre', members: ['user:victor'] },
    rh: { title: 'RH de Valmarin', members: [] },
  },
};

const canary = 'Zanzibelle';

type Fixture = {
  readonly document: string;
  /** Another one, with pages. */
  readonly pdf: string;
  readonly passage: string;
  readonly conversation: string;
  readonly message: string;
  readonly alias: string;
  readonly securityItem: string;
  readonly budget: string;
  readonly provider: string;
  readonly serviceKey: string;
  /** Has announced the document `note`. */
  readonly source: string;
  readonly backfill: string;
  /** On the PDF. */
  readonly hold: string;
  readonly privateDocument: string;
  readonly questionSet: string;
  /** Cancelled. */
  readonly evaluationRun: string;
};

const linkShape = z.object({ content: z.string(), page: z.string().nullable() });
/** A fresh link of the owner's: they live for minutes. */
let ownersLink: (document: string) => Promise<z.infer<typeof linkShape>>;

/** The request of each route, about the owner's things. */
const requests: Readonly<Record<string, (client: ApiClient, its: Fixture) => Promise<Reply>>> = {
  'GET /health/live': (client) => client.get('/health/live'),
  'GET /health/ready': (client) => client.get('/health/ready'),
  'GET /metrics': (client) => client.get('/metrics'),
  'GET /v1/contract': (client) => client.get('/v1/contract'),
  'GET /v1/contract/schemas/{type}': (client) =>
    client.get('/v1/contract/schemas/fr.workplace.document.upserted.v1'),
  'GET /v1/contract/asyncapi.json': (client) => client.get('/v1/contract/asyncapi.json'),
  'GET /v1/demo': (client) => client.get('/v1/demo'),
  'POST /v1/demo/sessions': (client) => client.post('/v1/demo/sessions', { user: 'olga' }),
  'POST /v1/search': (client, { document }) =>
    client.post('/v1/search', { query: canary, scope: { documents: [document] } }),
  'POST /v1/ask': (client, { conversation }) =>
    client.post('/v1/ask', { question: `Que fait ${canary} ?`, conversationId: conversation, stream: false }),
  'POST /v1/tasks': (client, { document }) =>
    client.post('/v1/tasks', { task: 'summarise', documents: [document], stream: false }),
  'GET /v1/me': (client) => client.get('/v1/me'),
  'GET /v1/spaces': (client) => client.get('/v1/spaces'),
  'GET /v1/spaces/{id}/assistant': (client) => client.get('/v1/spaces/mairie/assistant'),
  'PUT /v1/spaces/{id}/assistant': (client) => client.put('/v1/spaces/mairie/assistant', { enabled: true }),
  'GET /v1/documents': (client) => client.get('/v1/documents?space=rh'),
  'GET /v1/scope': (client, { document }) => client.get(`/v1/scope?document=${document}`),
  'GET /v1/suggestions': (client, { document }) => client.get(`/v1/suggestions?document=${document}`),
  'POST /v1/documents': (client) => client.upload({ space: 'rh' }, 'essai.txt', 'Un essai.'),
  'GET /v1/documents/{id}': (client, { document }) => client.get(`/v1/documents/${document}`),
  'DELETE /v1/documents/{id}': (client, { document }) => client.delete(`/v1/documents/${document}`),
  'GET /v1/documents/{id}/preview': (client, { document, passage }) =>
    client.get(`/v1/documents/${document}/preview?passage=${passage}`),
  'GET /v1/documents/{id}/pages/{n}': (client, { pdf }) =>
    client.get(`/v1/documents/${pdf}/pages/1?width=200`),
  'GET /v1/documents/{id}/content': (client, { document }) => client.get(`/v1/documents/${document}/content`),
  'POST /v1/documents/{id}/links': (client, { document }) =>
    client.post(`/v1/documents/${document}/links`, {}),
  'GET /v1/links/{link}/content': async (client, { document }) =>
    client.get((await ownersLink(document)).content),
  'GET /v1/links/{link}/pages/{n}': async (client, { pdf }) =>
    client.get(`${(await ownersLink(pdf)).page?.replace('{n}', '1')}?width=200`),
  'GET /v1/conversations': (client) => client.get('/v1/conversations'),
  'GET /v1/conversations/{id}': (client, { conversation }) => client.get(`/v1/conversations/${conversation}`),
  'DELETE /v1/conversations/{id}': (client, { conversation }) =>
    client.delete(`/v1/conversations/${conversation}`),
  'PATCH /v1/conversations/{id}': (client, { conversation }) =>
    client.patch(`/v1/conversations/${conversation}`, bodies['PATCH /v1/conversations/{id}']),
  'GET /v1/conversations/{id}/export': (client, { conversation }) =>
    client.get(`/v1/conversations/${conversation}/export?format=json`),
  'GET /v1/conversations/{id}/shares': (client, { conversation }) =>
    client.get(`/v1/conversations/${conversation}/shares`),
  'PUT /v1/conversations/{id}/shares/{principal}': (client, { conversation }) =>
    client.request('PUT', `/v1/conversations/${conversation}/shares/user:colin`),
  'DELETE /v1/conversations/{id}/shares/{principal}': (client, { conversation }) =>
    client.delete(`/v1/conversations/${conversation}/shares/user:colin`),
  'GET /v1/shared-conversations': (client) => client.get('/v1/shared-conversations'),
  'GET /v1/shared-conversations/{id}': (client, { conversation }) =>
    client.get(`/v1/shared-conversations/${conversation}`),
  'GET /v1/shared-conversations/{id}/export': (client, { conversation }) =>
    client.get(`/v1/shared-conversations/${conversation}/export?format=json`),
  'POST /v1/shared-conversations/{id}/copies': (client, { conversation }) =>
    client.post(`/v1/shared-conversations/${conversation}/copies`, {}),
  'GET /v1/conversations/{id}/messages/{messageId}/events': (client, { conversation, message }) =>
    client.get(`/v1/conversations/${conversation}/messages/${message}/events`),
  'POST /v1/conversations/{id}/messages/{messageId}/stop': (client, { conversation, message }) =>
    client.post(`/v1/conversations/${conversation}/messages/${message}/stop`, {}),
  'POST /v1/feedback': (client, { message }) =>
    client.post('/v1/feedback', { messageId: message, useful: true }),
  'DELETE /v1/feedback/{messageId}': (client, { message }) => client.delete(`/v1/feedback/${message}`),
  'GET /v1/admin/aliases': (client) => client.get('/v1/admin/aliases'),
  'POST /v1/admin/aliases': (client) => client.post('/v1/admin/aliases', anAlias()),
  'PUT /v1/admin/aliases/{id}/hidden': (client, { alias }) =>
    client.request('PUT', `/v1/admin/aliases/${alias}/hidden`),
  'DELETE /v1/admin/aliases/{id}/hidden': (client, { alias }) =>
    client.delete(`/v1/admin/aliases/${alias}/hidden`),
  'DELETE /v1/admin/aliases/{id}': (client, { alias }) => client.delete(`/v1/admin/aliases/${alias}`),
  'GET /v1/providers': (client) => client.get('/v1/providers?space=rh'),
  'GET /v1/admin/feedback': (client) => client.get('/v1/admin/feedback'),
  'GET /v1/admin/prompts': (client) => client.get('/v1/admin/prompts'),
  'PUT /v1/admin/prompt-choices': (client) =>
    client.put('/v1/admin/prompt-choices', { prompt: 'answer-question', version: null }),
  'GET /v1/admin/question-sets': (client) => client.get('/v1/admin/question-sets'),
  'GET /v1/admin/question-sets/{id}': (client, { questionSet }) =>
    client.get(`/v1/admin/question-sets/${questionSet}`),
  'PUT /v1/admin/question-sets/{id}': (client) => client.put('/v1/admin/question-sets/essai', aQuestionSet),
  'DELETE /v1/admin/question-sets/{id}': (client, { questionSet }) =>
    client.delete(`/v1/admin/question-sets/${questionSet}`),
  'GET /v1/admin/evaluation-runs': (client) => client.get('/v1/admin/evaluation-runs'),
  'POST /v1/admin/evaluation-runs': (client, { questionSet }) =>
    client.post('/v1/admin/evaluation-runs', { set: questionSet, endpoint: 'search', questions: 1 }),
  'GET /v1/admin/evaluation-runs/{id}': (client, { evaluationRun }) =>
    client.get(`/v1/admin/evaluation-runs/${evaluationRun}`),
  'GET /v1/admin/evaluation-runs/{id}/results': (client, { evaluationRun }) =>
    client.get(`/v1/admin/evaluation-runs/${evaluationRun}/results`),
  'GET /v1/admin/evaluation-runs/{id}/export': (client, { evaluationRun }) =>
    client.get(`/v1/admin/evaluation-runs/${evaluationRun}/export`),
  // It goes on before, so that there is something to cancel.
  'POST /v1/admin/evaluation-runs/{id}/cancel': async (client, { evaluationRun }) => {
    await client.post(`/v1/admin/evaluation-runs/${evaluationRun}/resume`, {});
    return client.post(`/v1/admin/evaluation-runs/${evaluationRun}/cancel`, {});
  },
  'POST /v1/admin/evaluation-runs/{id}/resume': (client, { evaluationRun }) =>
    client.post(`/v1/admin/evaluation-runs/${evaluationRun}/resume`, {}),
  'DELETE /v1/admin/evaluation-runs/{id}': (client, { evaluationRun }) =>
    client.delete(`/v1/admin/evaluation-runs/${evaluationRun}`),
  'GET /v1/admin/evaluation-comparison': (client, { evaluationRun }) =>
    client.get(`/v1/admin/evaluation-comparison?before=${evaluationRun}&after=${evaluationRun}`),
  'GET /v1/admin/audit': (client) => client.get('/v1/admin/audit'),
  'POST /v1/admin/audit/verification': (client) => client.post('/v1/admin/audit/verification', {}),
  'DELETE /v1/admin/documents/{id}': (client, { document }) =>
    client.delete(`/v1/admin/documents/${document}`),
  'GET /v1/me/export': (client) => client.get('/v1/me/export'),
  'GET /v1/admin/people/{id}/export': (client) => client.get('/v1/admin/people/olga/export'),
  'DELETE /v1/admin/people/{id}/data': (client) => client.delete('/v1/admin/people/colin/data'),
  'GET /v1/admin/retention': (client) => client.get('/v1/admin/retention'),
  'PUT /v1/admin/retention': (client) => client.put('/v1/admin/retention', { conversationDays: null }),
  'GET /v1/admin/sharing': (client) => client.get('/v1/admin/sharing'),
  'PUT /v1/admin/sharing': (client) => client.put('/v1/admin/sharing', { allowed: true }),
  'GET /v1/admin/holds': (client) => client.get('/v1/admin/holds'),
  'POST /v1/admin/holds': (client, { document }) =>
    client.post('/v1/admin/holds', { subject: { kind: 'document', id: document }, reason: 'Essai' }),
  'DELETE /v1/admin/holds/{id}': (client, { hold }) => client.delete(`/v1/admin/holds/${hold}`),
  'PUT /v1/admin/spaces/{id}/assistant': (client) =>
    client.put('/v1/admin/spaces/mairie/assistant', { enabled: true }),
  'GET /v1/admin/access/explanations': (client, { document }) =>
    client.get(`/v1/admin/access/explanations?user=sacha&document=${document}`),
  'GET /v1/admin/index': (client) => client.get('/v1/admin/index'),
  'POST /v1/admin/index/rebuilds': (client) => client.post('/v1/admin/index/rebuilds', { space: 'mairie' }),
  'GET /v1/admin/assistant': (client) => client.get('/v1/admin/assistant'),
  'PUT /v1/admin/assistant': (client) => client.put('/v1/admin/assistant', { enabled: true }),
  'GET /v1/admin/exposure': (client) => client.get('/v1/admin/exposure'),
  'GET /v1/admin/exposure/documents': (client) => client.get('/v1/admin/exposure/documents'),
  'GET /v1/admin/failed-documents': (client) => client.get('/v1/admin/failed-documents'),
  'POST /v1/admin/failed-documents/retries': (client) =>
    client.post('/v1/admin/failed-documents/retries', { reason: 'damaged' }),
  'GET /v1/admin/security-items': (client) => client.get('/v1/admin/security-items'),
  'PUT /v1/admin/security-items/{id}': (client, { securityItem }) =>
    client.put(`/v1/admin/security-items/${securityItem}`, bodies['PUT /v1/admin/security-items/{id}']),
  'GET /v1/admin/budgets': (client) => client.get('/v1/admin/budgets'),
  'PUT /v1/admin/budgets': (client) => client.request('PUT', '/v1/admin/budgets', aBudget),
  'DELETE /v1/admin/budgets/{id}': (client, { budget }) => client.delete(`/v1/admin/budgets/${budget}`),
  'GET /v1/admin/alerts': (client) => client.get('/v1/admin/alerts'),
  'GET /v1/admin/usage': (client) => client.get('/v1/admin/usage?by=user,space'),
  'GET /v1/admin/dialects': (client) => client.get('/v1/admin/dialects'),
  'GET /v1/admin/providers': (client) => client.get('/v1/admin/providers'),
  'PUT /v1/admin/providers/{id}': (client) => client.put('/v1/admin/providers/essai', aProvider),
  'POST /v1/admin/providers/{id}/test': (client, { provider }) =>
    client.post(`/v1/admin/providers/${provider}/test`, {}),
  'DELETE /v1/admin/providers/{id}': (client, { provider }) =>
    client.delete(`/v1/admin/providers/${provider}`),
  'PUT /v1/admin/provider-choices': (client) => client.put('/v1/admin/provider-choices', { provider: null }),
  'GET /v1/admin/policy': (client) => client.get('/v1/admin/policy'),
  'PUT /v1/admin/policy': (client) => client.put('/v1/admin/policy', {}),
  'GET /v1/admin/service-keys': (client) => client.get('/v1/admin/service-keys'),
  'POST /v1/admin/service-keys': (client) => client.post('/v1/admin/service-keys', aServiceKey),
  'DELETE /v1/admin/service-keys/{id}': (client, { serviceKey }) =>
    client.delete(`/v1/admin/service-keys/${serviceKey}`),
  'GET /v1/sign-in/services': (client) => client.get('/v1/sign-in/services'),
  'GET /v1/sign-in': (client) => client.get('/v1/sign-in?organisation=ormeval&issuer=absent'),
  'GET /v1/sign-in/callback': (client) => client.get('/v1/sign-in/callback?code=x&state=y'),
  'POST /v1/sign-in/back-channel-logout': (client) =>
    client.request('POST', '/v1/sign-in/back-channel-logout', `logout_token=${forged}`, form),
  'POST /v1/token': (client) =>
    client.request('POST', '/v1/token', `${exchanging}&subject_token=${forged}`, form),
  'POST /v1/sign-out': (client) => client.post('/v1/sign-out', undefined),
  'GET /v1/admin/people': (client) => client.get('/v1/admin/people?q=olga'),
  'GET /v1/admin/groups': (client) => client.get('/v1/admin/groups'),
  'GET /v1/admin/spaces': (client) => client.get('/v1/admin/spaces?id=rh'),
  'GET /v1/admin/roles': (client) => client.get('/v1/admin/roles'),
  'PUT /v1/admin/roles/{user}': (client) => client.put('/v1/admin/roles/colin', aRole),
  'GET /v1/service': (client) => client.get('/v1/service'),
  'OPTIONS /v1/events': (client) => client.request('OPTIONS', '/v1/events'),
  // A token is no signature.
  'POST /v1/events': (client, { source }) =>
    client.post(`/v1/events?organisation=ormeval&source=${source}`, anEvent('document.deleted', 'doc/x', {})),
  'GET /v1/items/{id}': (client, { source }) => client.get(`/v1/items/note?source=${source}`),
  'POST /v1/checks': (client, { document }) =>
    client.post('/v1/checks', { document_ids: [document], xwiki_username: 'olga' }),
  // One that exports nothing, so that it can be asked again and again.
  'POST /v1/admin/backfills': (client, { source }) => client.post('/v1/admin/backfills', { source }),
  'GET /v1/admin/backfills': (client) => client.get('/v1/admin/backfills'),
  'GET /v1/admin/backfills/{id}': (client, { backfill }) => client.get(`/v1/admin/backfills/${backfill}`),
  'POST /v1/admin/backfills/{id}/pause': (client, { backfill }) =>
    client.post(`/v1/admin/backfills/${backfill}/pause`, {}),
  'POST /v1/admin/backfills/{id}/resume': (client, { backfill }) =>
    client.post(`/v1/admin/backfills/${backfill}/resume`, {}),
  'POST /v1/admin/backfills/{id}/cancel': (client, { backfill }) =>
    client.post(`/v1/admin/backfills/${backfill}/cancel`, {}),
  'POST /v1/backfills': (client, { source }) => client.post('/v1/backfills', { source }),
  'GET /v1/backfills': (client) => client.get('/v1/backfills'),
  'GET /v1/backfills/{id}': (client, { backfill }) => client.get(`/v1/backfills/${backfill}`),
  'POST /v1/backfills/{id}/pause': (client, { backfill }) =>
    client.post(`/v1/backfills/${backfill}/pause`, {}),
  'POST /v1/backfills/{id}/resume': (client, { backfill }) =>
    client.post(`/v1/backfills/${backfill}/resume`, {}),
  'POST /v1/backfills/{id}/cancel': (client, { backfill }) =>
    client.post(`/v1/backfills/${backfill}/cancel`, {}),
  'GET /v1/admin/sources/{id}/status': (client, { source }) =>
    client.get(`/v1/admin/sources/${source}/status`),
  'GET /v1/admin/sources': (client) => client.get('/v1/admin/sources'),
  'PUT /v1/admin/sources/{id}': (client) =>
    client.put(`/v1/admin/sources/s-${randomUUID()}`, { title: 'Essai' }),
  'POST /v1/admin/sources/{id}/secrets': (client, { source }) =>
    client.post(`/v1/admin/sources/${source}/secrets`, {}),
  'DELETE /v1/admin/sources/{id}': (client, { source }) => client.delete(`/v1/admin/sources/${source}`),
  'POST /v1/private-documents': (client) => openPrivately(client),
  'GET /v1/private-documents/{id}': (client, { privateDocument }) =>
    client.get(`/v1/private-documents/${privateDocument}`),
  'POST /v1/private-documents/{id}/ask': (client, { privateDocument }) =>
    client.post(`/v1/private-documents/${privateDocument}/ask`, privateQuestion),
  'POST /v1/private-documents/{id}/search': (client, { privateDocument }) =>
    client.post(`/v1/private-documents/${privateDocument}/search`, { query: canary }),
  'DELETE /v1/private-documents/{id}': (client, { privateDocument }) =>
    client.delete(`/v1/private-documents/${privateDocument}`),
  'GET /v1/models': (client) => client.get('/v1/models'),
  'POST /v1/chat/completions': (client) =>
    client.post('/v1/chat/completions', { messages: [{ role: 'user', content: `Que fait ${canary} ?` }] }),
  'POST /mcp': (client) =>
    client.post(
      '/mcp',
      { jsonrpc: '2.0', id: 1, method: 'tools/list' },
      { accept: 'application/json, text/event-stream' },
    ),
};

/** Signed by an issuer that nobody trusts. */
const forged = [
  { alg: 'RS256' },
  { iss: 'https://issuer.example', aud: 'sourcier', sub: 'olga', organisation: 'ormeval' },
  {},
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.');
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const exchanging =
  'grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token_type=urn:ietf:params:oauth:token-type:jwt';

/** What the person is already. */
const aRole = { admin: false, auditor: false };

const aServiceKey = { name: 'Programme', scopes: [...serviceScopes] };
const madeKey = z.object({ id: z.string(), key: z.string() });

/** One that answers nobody: it is not used for answers. */
const aProvider = {
  name: 'Essai',
  dialect: 'generic',
  baseUrl: 'http://127.0.0.1:9/v1',
  models: { embeddings: 'rien' },
  trust: 'other',
  enabled: false,
};

/** One of each organisation, which nobody comes to the end of. */
const aBudget = { subject: { kind: 'user', id: '*' }, unit: 'requests', period: 'month', hard: 100_000 };

/** Of so many questions that a run over it does not end before it is cancelled. */
const aQuestionSet = {
  text: [
    '{"suite":"essai"}',
    ...Array.from({ length: 60 }, (_, at) => `{"question":"Question ${at} ?"}`),
  ].join('\n'),
};

const privateQuestion = { question: `Combien vaut la prime ${canary} ?`, stream: false };
const openPrivately = (client: ApiClient) =>
  client.upload(
    {},
    'prive.md',
    `# Note\n\nLa prime ${canary} vaut 917 euros.\n`,
    {},
    '/v1/private-documents',
  );

/** What routes with an id in their path want to be told. */
const bodies: Readonly<Record<string, object>> = {
  'POST /v1/admin/sources/{id}/secrets': { only: false },
  'PATCH /v1/conversations/{id}': { title: 'Un titre' },
  'PUT /v1/admin/security-items/{id}': { state: 'closed' },
  'POST /v1/private-documents/{id}/ask': privateQuestion,
  'POST /v1/private-documents/{id}/search': { query: canary },
};
async function aNewProvider(admin: ApiClient): Promise<string> {
  const id = `essai-${randomUUID().slice(0, 8)}`;
  await admin.put(`/v1/admin/providers/${id}`, aProvider);
  return id;
}

/** One that nobody else has. */
const anAlias = () => ({ acronym: 'ZZ', expansion: `${canary} ${randomUUID().replaceAll('-', '')}` });

/** A PDF of one page. */
function aPdf(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = new PDFDocument();
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  const whole = new Promise<Uint8Array<ArrayBuffer>>((resolve) =>
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(parts)))),
  );
  pdf.text(text);
  pdf.end();
  return whole;
}

/** What of a reply may tell two things apart: all of it, but for the moment and the request's own number. */
function visible({ status, body, headers }: Reply) {
  const kept = [...headers].filter(([name]) => !['date', 'keep-alive'].includes(name));
  const { requestId: _own, ...rest } =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : { body };
  return { status, body: rest, headers: Object.fromEntries(kept) };
}

describe('access', () => {
  let world: World;
  let people: Record<Role, ApiClient>;
  let kept: Fixture;
  let spare: string | undefined;
  let database: Database | undefined;

  /** As `org apply` does, without the seconds that a command takes: beside the server, which is told nothing. */
  const apply = async (organisation: Organisation): Promise<void> => {
    if (!database) throw new Error('no database');
    const { issuer } = await openLocalIssuer(join(world.dataFolder, 'keys', 'issuer.json'));
    await createAccessRepository(database).applyOrganisation(organisationFile.parse(organisation), issuer);
  };

  const upload = async (
    client: ApiClient,
    space: string,
    name: string,
    text: string | Uint8Array<ArrayBuffer>,
  ) => {
    const reply = await client.upload({ space }, name, text);
    expect(reply.status).toBe(202);
    const { id } = documentShape.parse(reply.body);
    await eventually(
      async () =>
        documentShape.parse((await client.get(`/v1/documents/${id}`)).body).state === 'searchable-words',
    );
    return id;
  };
  const ask = async (client: ApiClient, question: string, more: object = {}) => {
    const reply = await client.post('/v1/ask', { question, stream: false, ...more });
    expect(reply.status).toBe(200);
    return askReply.parse(reply.body);
  };
  const aNewSource = async (admin: ApiClient): Promise<string> => {
    const id = `s-${randomUUID()}`;
    const saved = await admin.put(`/v1/admin/sources/${id}`, { title: 'Essai' });
    const { secret } = z.looseObject({ secret: z.string() }).parse(saved.body);
    const bytes = { dataref: 'https://travail.example/note', size: 3, sha256: 'a'.repeat(64) };
    const announced = aDocument('note', bytes, { encryption: 'e2ee' });
    const reply = await deliver(world.server.address, { organisation: 'ormeval', id, secret }, announced);
    expect(reply.status).toBe(202);
    return id;
  };
  /** A member of the space whom the workplace has suspended since they got their token. */
  const aSuspendedPerson = async (): Promise<ApiClient> => {
    const damien = await world.as('damien', 'ormeval');
    expect((await damien.get('/v1/spaces')).status).toBe(200);
    const admin = await world.as('adele', 'ormeval');
    const saved = await admin.put('/v1/admin/sources/annuaire', { directory: true });
    const { secret } = z.looseObject({ secret: z.string() }).parse(saved.body);
    const said = anEvent('user.disabled', 'user/damien', {});
    const source = { organisation: 'ormeval', id: 'annuaire', secret };
    expect((await deliver(world.server.address, source, said)).status).toBe(202);
    // The organisation file is to apply again.
    expect((await admin.delete('/v1/admin/sources/annuaire')).status).toBe(200);
    return damien;
  };
  const anEvaluation = async (admin: ApiClient) => {
    const questionSet = `jeu-${randomUUID()}`;
    expect((await admin.put(`/v1/admin/question-sets/${questionSet}`, aQuestionSet)).status).toBe(200);
    const launched = await admin.post('/v1/admin/evaluation-runs', { set: questionSet, endpoint: 'search' });
    const { runs } = z.object({ runs: z.array(z.looseObject({ id: z.string() })) }).parse(launched.body);
    const evaluationRun = runs[0]?.id ?? '';
    const cancelled = await admin.post(`/v1/admin/evaluation-runs/${evaluationRun}/cancel`, {});
    expect(cancelled.status).toBe(200);
    return { questionSet, evaluationRun };
  };
  /** A pull that goes on asking a server that is not there. */
  const aNewBackfill = async (admin: ApiClient): Promise<string> => {
    const id = `s-${randomUUID()}`;
    await admin.put(`/v1/admin/sources/${id}`, { exportUrl: 'http://127.0.0.1:9' });
    const started = await admin.post('/v1/admin/backfills', { source: id });
    expect(started.status).toBe(202);
    return z.looseObject({ id: z.string() }).parse(started.body).id;
  };
  /** The owner may have few: the one before goes, but for the first, which is kept. */
  const aPrivateDocument = async (): Promise<string> => {
    if (spare !== undefined) await people.owner.delete(`/v1/private-documents/${spare}`);
    const opened = await openPrivately(people.owner);
    const { id } = z.looseObject({ id: z.string() }).parse(opened.body);
    if (kept) spare = id;
    return id;
  };
  /** A document of the owner that was just quoted in a conversation of the owner. */
  const aQuotedDocument = async () => {
    const document = await upload(
      people.owner,
      'rh',
      `note-${randomUUID()}.md`,
      `# Note\n\nLa prime ${canary} vaut 917 euros.\n`,
    );
    const reply = await ask(people.owner, `Combien vaut la prime ${canary} ?`, {
      scope: { documents: [document] },
    });
    expect(reply.outcome).toBe('quoted');
    expect(
      (await people.owner.request('PUT', `/v1/conversations/${reply.conversationId}/shares/user:colin`))
        .status,
    ).toBe(200);
    const reasons = ['should-not-see'];
    await people.owner.post('/v1/feedback', { messageId: reply.messageId, useful: true, reasons });
    const reported = securityItems.parse((await people.admin.get('/v1/admin/security-items')).body);
    return {
      document,
      passage: reply.sources[0]?.passage.id ?? '',
      conversation: reply.conversationId,
      message: reply.messageId,
      securityItem: reported.items.find(({ messageId }) => messageId === reply.messageId)?.id ?? '',
    };
  };
  const aHold = async (document: string): Promise<string> => {
    const held = { subject: { kind: 'document', id: document }, reason: 'Essai' };
    return z.looseObject({ id: z.string() }).parse((await people.admin.post('/v1/admin/holds', held)).body)
      .id;
  };
  const aNewAlias = async (): Promise<string> =>
    aliasShape.parse((await people.admin.post('/v1/admin/aliases', anAlias())).body).id;
  const aNewServiceKey = async (): Promise<string> =>
    madeKey.parse((await people.admin.post('/v1/admin/service-keys', aServiceKey)).body).id;
  const aNewBudget = async (): Promise<string> =>
    budgetShape.parse((await people.admin.request('PUT', '/v1/admin/budgets', aBudget)).body).id;
  const aFixture = async (): Promise<Fixture> => {
    const pdf = await upload(
      people.owner,
      'rh',
      `plan-${randomUUID()}.pdf`,
      await aPdf(`Le plan ${canary}.`),
    );
    return {
      ...(await aQuotedDocument()),
      pdf,
      hold: await aHold(pdf),
      alias: await aNewAlias(),
      privateDocument: await aPrivateDocument(),
      ...(await anEvaluation(people.admin)),
      provider: await aNewProvider(people.admin),
      source: await aNewSource(people.admin),
      backfill: await aNewBackfill(people.admin),
      serviceKey: await aNewServiceKey(),
      budget: await aNewBudget(),
    };
  };
  /** Makes anew what routes use up, by the word that their path begins with; all else stays as it was. */
  const makers: Readonly<Record<string, () => Promise<Partial<Fixture>>>> = {
    documents: aQuotedDocument,
    conversations: aQuotedDocument,
    feedback: aQuotedDocument,
    aliases: async () => ({ alias: await aNewAlias() }),
    budgets: async () => ({ budget: await aNewBudget() }),
    providers: async () => ({ provider: await aNewProvider(people.admin) }),
    'question-sets': () => anEvaluation(people.admin),
    'evaluation-runs': () => anEvaluation(people.admin),
    'service-keys': async () => ({ serviceKey: await aNewServiceKey() }),
    holds: async () => ({ hold: await aHold(await upload(people.owner, 'rh', 'tenu.txt', 'Un essai.')) }),
    sources: async () => ({ source: await aNewSource(people.admin) }),
    backfills: async () => ({ backfill: await aNewBackfill(people.admin) }),
    'private-documents': async () => ({ privateDocument: await aPrivateDocument() }),
    // Colin's data are none of these.
    people: async () => ({}),
  };

  beforeAll(async () => {
    // The export that nobody serves is asked again and again: refused for its address, a pull would end at once.
    world = await openWorld({ WORKPLACE_PRIVATE_NETWORKS: '127.0.0.0/8' });
    database = await openDatabase(await readConnection(world.dataFolder), { maxConnections: 2 });
    await apply(ormeval([]));
    await apply(valmarin);
    const [owner, colleague, otherSpace, auditor, organisationOwner, admin, otherOrganisation] =
      await Promise.all([
        world.as('olga', 'ormeval'),
        world.as('colin', 'ormeval'),
        world.as('sacha', 'ormeval'),
        world.as('aude', 'ormeval'),
        world.as('oscar', 'ormeval'),
        world.as('adele', 'ormeval'),
        world.as('victor', 'valmarin'),
      ]);
    const key = JSON.parse(await readFile(join(world.dataFolder, 'keys', 'issuer.json'), 'utf8')) as JWK;
    const rightKey = await importJWK(key, 'EdDSA');
    const { privateKey: wrongKey } = await generateKeyPair('EdDSA');
    const claims = decodeJwt(owner.token ?? '');
    const signed = (changes: Record<string, unknown>, by = rightKey) =>
      new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'EdDSA' }).sign(by);
    const client = async (token: string | Promise<string>) =>
      createApiClient(world.server.address, await token);
    people = {
      owner,
      colleague,
      otherSpace,
      auditor,
      organisationOwner,
      admin,
      otherOrganisation,
      anonymous: world.anonymous(),
      malformedToken: await client('not.a.token'),
      serviceKey: await client(
        madeKey.parse((await admin.post('/v1/admin/service-keys', aServiceKey)).body).key,
      ),
      suspended: await aSuspendedPerson(),
      expiredToken: await client(signed({ iat: 1_000, exp: 2_000 })),
      foreignToken: await client(signed({}, wrongKey)),
      unknownPerson: await client(signed({ sub: 'nobody' })),
    };
    ownersLink = async (document) =>
      linkShape.parse((await owner.post(`/v1/documents/${document}/links`, {})).body);
    // The forged tokens differ from a good one by what they are about, and by nothing else.
    expect((await (await client(signed({}))).get('/v1/spaces')).status).toBe(200);
    kept = await aFixture();
  });
  afterAll(async () => {
    await database?.destroy();
    await world?.close();
  });

  describe('R03: route × role', () => {
    it('has a row for each route of the server, and a route for each row', async () => {
      const { body } = await people.anonymous.get('/docs/openapi.json');
      const { paths } = z
        .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
        .parse(body);
      const served = Object.entries(paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      );
      const declared = matrix.filter(({ hidden }) => !hidden).map(({ route }) => route);
      expect(declared.toSorted()).toEqual(served.toSorted());
      expect(Object.keys(requests).toSorted()).toEqual(matrix.map(({ route }) => route).toSorted());
    });

    it.each(matrix)('$route', async ({ route, hidden: _hidden, ...expected }) => {
      const isSpent =
        route.startsWith('DELETE') || /^POST .*\/(?:backfills|evaluation-runs)\/\{id\}\//.test(route);
      const [, kind = ''] = /\/v1\/(?:admin\/)?([\w-]+)/.exec(route) ?? [];
      const made = isSpent ? await makers[kind]?.() : {};
      if (!made) throw new Error(`nothing makes ${kind}`);
      const its = { ...kept, ...made };
      const seen: Record<string, number> = {};
      // In the order of the file, for what can be removed once only.
      for (const role of Object.keys(expected) as Role[]) {
        const reply = await requests[route]?.(people[role], its);
        seen[role] = reply?.status ?? 0;
        if (expected[role] >= 400) {
          expect(problem.parse(reply?.body).status).toBe(expected[role]);
          expect(JSON.stringify(reply?.body)).not.toContain(canary);
        }
      }
      expect(seen).toEqual(expected);
    });

    it('R22: takes a token from the Authorization header only', async () => {
      const token = people.owner.token ?? '';
      for (const [path, headers] of [
        [`/v1/spaces?access_token=${token}`, {}],
        [`/v1/spaces?token=${token}`, {}],
        ['/v1/spaces', { cookie: `token=${token}; access_token=${token}` }],
        ['/v1/spaces', { 'x-api-key': token }],
        ['/v1/spaces', { authorization: token }],
        ['/v1/spaces', { authorization: `Basic ${Buffer.from(`olga:${token}`).toString('base64')}` }],
      ] as const)
        expect((await people.anonymous.get(path, headers)).status).toBe(401);
    });

    it('refuses before it looks: whatever is wrong with a request, without a token it is only that', async () => {
      const calls = [
        people.anonymous.get('/v1/documents?limit=none'),
        people.anonymous.get(`/v1/documents/${kept.document}/preview?nothing=1`),
        people.anonymous.post('/v1/search', { nothing: true }),
        people.anonymous.request('POST', '/v1/ask', '{', { 'content-type': 'application/json' }),
        people.anonymous.request('POST', '/v1/documents', 'x', { 'content-type': 'text/plain' }),
      ];
      expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(calls.map(() => 401));
    });

    it.each([
      'GET /v1/documents/{id}',
      'GET /v1/documents/{id}/content',
      'GET /v1/conversations/{id}',
      'GET /v1/spaces',
    ])('answers to HEAD as to %s, without a body', async (route) => {
      const path = route
        .slice(4)
        .replace('{id}', route.includes('conversations') ? kept.conversation : kept.document);
      const expected = matrix.find((candidate) => candidate.route === route);
      for (const role of roles) {
        const reply = await people[role].request('HEAD', path);
        expect([role, reply.status, reply.body]).toEqual([role, expected?.[role], '']);
      }
    });
  });

  describe('R14: absent and forbidden are one answer', () => {
    it.each([
      'GET /v1/documents/{id}',
      'GET /v1/documents/{id}/preview',
      'GET /v1/documents/{id}/pages/{n}',
      'GET /v1/documents/{id}/content',
      'POST /v1/documents/{id}/links',
      'DELETE /v1/documents/{id}',
      'GET /v1/conversations/{id}',
      'DELETE /v1/conversations/{id}',
      'PATCH /v1/conversations/{id}',
      'GET /v1/conversations/{id}/export',
      'GET /v1/conversations/{id}/shares',
      'PUT /v1/conversations/{id}/shares/{principal}',
      'DELETE /v1/conversations/{id}/shares/{principal}',
      'GET /v1/shared-conversations/{id}',
      'GET /v1/shared-conversations/{id}/export',
      'POST /v1/shared-conversations/{id}/copies',
      'GET /v1/conversations/{id}/messages/{messageId}/events',
      'POST /v1/conversations/{id}/messages/{messageId}/stop',
      'POST /v1/feedback',
      'DELETE /v1/feedback/{messageId}',
      'POST /v1/ask',
      'POST /v1/tasks',
      'GET /v1/private-documents/{id}',
      'POST /v1/private-documents/{id}/ask',
      'POST /v1/private-documents/{id}/search',
      'DELETE /v1/private-documents/{id}',
      'POST /v1/search',
    ])('%s', async (route) => {
      const call = requests[route] ?? (() => Promise.reject(new Error('no such route')));
      const absent = await call(people.otherSpace, {
        document: randomUUID(),
        pdf: randomUUID(),
        passage: randomUUID(),
        conversation: randomUUID(),
        message: randomUUID(),
        alias: randomUUID(),
        securityItem: randomUUID(),
        budget: randomUUID(),
        provider: randomUUID(),
        serviceKey: randomUUID(),
        source: 'absent',
        backfill: randomUUID(),
        hold: randomUUID(),
        privateDocument: randomUUID(),
        questionSet: 'absent',
        evaluationRun: randomUUID(),
      });
      const forbidden = await call(people.otherSpace, kept);
      const foreign = await call(people.otherOrganisation, kept);
      const strip = (reply: Reply) => {
        const seen = visible(reply);
        if (route !== 'POST /v1/search') return seen;
        expect(searchReply.parse(reply.body).results).toEqual([]);
        const { tookMs: _time, ...body } = seen.body;
        const { 'content-length': _length, ...headers } = seen.headers;
        return { ...seen, body, headers };
      };
      expect(strip(forbidden)).toEqual(strip(absent));
      expect(strip(foreign)).toEqual(strip(absent));
    });

    it('uploads into a space that is forbidden, foreign or absent', async () => {
      const [forbidden, absent, foreign] = [
        await people.otherSpace.upload({ space: 'rh' }, 'a.txt', 'x'),
        await people.otherSpace.upload({ space: 'zz' }, 'a.txt', 'x'),
        await people.otherSpace.upload({ space: 'autre' }, 'a.txt', 'x'),
      ];
      expect(absent.status).toBe(404);
      expect(visible(forbidden)).toEqual(visible(absent));
      expect(visible(foreign)).toEqual(visible(absent));
    });

    it('looks into a space or folder that is forbidden or absent', async () => {
      for (const scope of [
        { spaces: ['rh'] },
        { spaces: ['zz'] },
        { folders: ['note'] },
        { documents: [kept.document] },
      ]) {
        const found = searchReply.parse(
          (await people.otherSpace.post('/v1/search', { query: canary, scope })).body,
        );
        expect(found).toMatchObject({ results: [], scope: { documents: 0, queued: 0, failed: 0 } });
      }
      const [forbidden, absent] = [
        await people.otherSpace.get('/v1/documents?space=rh'),
        await people.otherSpace.get('/v1/documents?space=zz'),
      ];
      expect(visible(forbidden)).toEqual(visible(absent));
    });
  });

  /** An id in its path may be another organisation's; providers, sources and spaces are named by each for itself. */
  const isForeign = ({ route }: { readonly route: string }) =>
    route.includes('{id}') &&
    ![
      'PUT /v1/admin/providers/{id}',
      'PUT /v1/admin/spaces/{id}/assistant',
      'GET /v1/spaces/{id}/assistant',
      'PUT /v1/spaces/{id}/assistant',
      'PUT /v1/admin/sources/{id}',
      'PUT /v1/admin/question-sets/{id}',
      // For programs alone: below.
      'GET /v1/items/{id}',
    ].includes(route) &&
    !/ \/v1\/backfills/.test(route);

  it('R17, R23: a program of another organisation finds no item, nor under any spelling of an id', async () => {
    const { key } = madeKey.parse(
      (await people.otherOrganisation.post('/v1/admin/service-keys', aServiceKey)).body,
    );
    const stranger = createApiClient(world.server.address, key);
    expect((await people.serviceKey.get(`/v1/items/note?source=${kept.source}`)).status).toBe(200);
    for (const id of ['note', 'null', '%00', '*', '..%2f..%2fetc', kept.document])
      for (const source of [kept.source, 'upload', '%00'])
        expect([400, 404]).toContain((await stranger.get(`/v1/items/${id}?source=${source}`)).status);
  });

  it('R17: nothing of an organisation answers to another one, under any of its ids, on any route', async () => {
    const before = await snapshot(people.owner, kept);
    const stranger = people.otherOrganisation;
    const ids = [...Object.values(kept), 'rh', 'ormeval', 'olga', 'upload:olga'];
    for (const id of ids) {
      for (const { route } of matrix.filter(isForeign)) {
        const [method = '', path = ''] = route.split(' ');
        const reply = await stranger.request(
          method,
          path
            .replace('{id}', encodeURIComponent(id))
            .replace('{messageId}', encodeURIComponent(id))
            .replace('{n}', '1'),
          bodies[route],
        );
        expect([route, id, reply.status]).toEqual([route, id, 404]);
      }
      const asked = await stranger.post('/v1/ask', { question: canary, conversationId: id, stream: false });
      expect(asked.status).toBe(404);
      const streamed = await stranger.post('/v1/ask', { question: canary, conversationId: id });
      expect(streamed.status).toBe(404);
      for (const scope of [{ documents: [id] }, { spaces: [id] }, { documents: [randomUUID(), id] }]) {
        const found = searchReply.parse((await stranger.post('/v1/search', { query: canary, scope })).body);
        expect(found).toMatchObject({ results: [], scope: { documents: 0 } });
        const answer = await ask(stranger, `Combien vaut la prime ${canary} ?`, { scope });
        expect(answer).toMatchObject({ outcome: 'not-found', sources: [] });
      }
      const listed = documentPage.parse(
        (await stranger.get(`/v1/documents?space=${encodeURIComponent(id)}`)).body,
      );
      expect(listed.documents).toEqual([]);
    }
    const own = documentShape.parse(
      (await stranger.upload({ space: 'autre' }, 'phare.txt', 'Le phare compte ses marches.')).body,
    );
    // A passage of the neighbour does not open within a document of one's own either.
    const place = await eventually(async () => {
      const reply = await stranger.get(`/v1/documents/${own.id}/preview?passage=${kept.passage}`);
      return JSON.stringify(reply.body).includes('marches') || reply.status === 404 ? reply : null;
    });
    expect(JSON.stringify(place.body)).not.toContain(canary);
    expect((await stranger.upload({ space: 'rh' }, 'a.txt', 'x')).status).toBe(404);
    expect(await snapshot(people.owner, kept)).toEqual(before);
    // Some two thousand requests.
  }, 120_000);

  it('R17, R19: nor in any place of the path, query or body of any route of the OpenAPI document, nested ones too', async () => {
    const before = await snapshot(people.owner, kept);
    const stranger = people.otherOrganisation;
    const { body } = await people.anonymous.get('/docs/openapi.json');
    const routes = routesOf(body);
    const ids = [
      kept.document,
      kept.passage,
      kept.conversation,
      kept.message,
      kept.alias,
      kept.provider,
      'rh',
    ];
    const told: string[] = [];
    const limit = pLimit(4);
    const probe = (route: ProbedRoute, id: string, place: string, path: string, sent?: unknown) =>
      limit(async () => {
        const reply = await stranger.request(route.method, path, sent);
        const text = JSON.stringify(reply.body);
        const others = Object.values(kept).filter((other) => other !== id);
        if (reply.status >= 500 || text.includes('917 euros') || others.some((other) => text.includes(other)))
          told.push(`${route.name} ${place} = ${id}: ${reply.status} ${text.slice(0, 200)}`);
      });
    const probes: Promise<void>[] = [];
    const covered = new Set<string>();
    for (const route of routes) {
      const at = (id: string) =>
        route.path.replaceAll(/{(\w+)}/g, (_, name) => (name === 'n' ? '1' : encodeURIComponent(id)));
      const own = ['PUT /v1/admin/providers/{id}', 'PUT /v1/admin/spaces/{id}/assistant'].includes(
        route.name,
      );
      for (const id of ids) {
        if (route.path.includes('{') && !own) {
          covered.add(route.name);
          probes.push(
            probe(route, id, 'path', at(id), bodies[route.name] ?? (route.body && exampleOf(route.body))),
          );
        }
        for (const name of route.query) {
          covered.add(route.name);
          probes.push(probe(route, id, name, `${at(own ? 'autre' : id)}?${name}=${encodeURIComponent(id)}`));
        }
        for (const place of route.body ? textPlaces(route.body) : []) {
          covered.add(route.name);
          probes.push(probe(route, id, place.name, at(own ? 'autre' : id), place.bodyWith(id)));
        }
      }
    }
    await Promise.all(probes);
    expect(told).toEqual([]);
    // A route that is not reached this way has no place for an id, or says so here.
    expect(
      routes
        .map(({ name }) => name)
        .filter((name) => !covered.has(name))
        .toSorted(),
    ).toEqual(withoutIds);
    expect(await snapshot(people.owner, kept)).toEqual(before);
  }, 120_000);

  describe('R20, R23: what is not asked for', () => {
    it.each([
      'tenantId',
      'ownerId',
      'id',
      'org',
      'user',
      'principals',
      'constructor',
      '$where',
    ])('R20: refuses a body with %s', async (field) => {
      for (const [path, body] of [
        ['/v1/search', { query: canary, [field]: 'valmarin' }],
        ['/v1/search', { query: canary, scope: { [field]: 'valmarin' } }],
        ['/v1/ask', { question: canary, stream: false, [field]: 'valmarin' }],
      ] as const) {
        const reply = await people.owner.post(path, body);
        expect([path, reply.status, problem.parse(reply.body).code]).toEqual([path, 400, 'BAD_REQUEST']);
      }
      expect((await people.owner.get(`/v1/documents?${encodeURIComponent(field)}=x`)).status).toBe(400);
      // A form's reader drops a field with a name of Object.prototype: nobody ever sees it.
      if (field === 'constructor') return;
      const form = await people.owner.upload({ space: 'rh', [field]: 'valmarin' }, 'a.txt', 'x');
      expect([form.status, problem.parse(form.body).code]).toEqual([400, 'BAD_REQUEST']);
    });

    it('R20: refuses a body with __proto__', async () => {
      const reply = await people.owner.request(
        'POST',
        '/v1/search',
        '{"query":"x","__proto__":{"scope":{}}}',
        {
          'content-type': 'application/json',
        },
      );
      expect(reply.status).toBe(400);
    });

    const strange: readonly unknown[] = [
      null,
      [],
      {},
      [null],
      [[]],
      [{}],
      { $ne: '' },
      12,
      true,
      [''],
      ['a\u0000b'],
      ['\ud800'],
    ];

    it('R23: never matches nor breaks on ids in bodies that are no ids', async () => {
      const broken: string[] = [];
      for (const value of strange) {
        for (const [path, body] of [
          ['/v1/search', { query: canary, scope: value }],
          ['/v1/search', { query: canary, scope: { documents: value } }],
          ['/v1/search', { query: canary, scope: { spaces: value } }],
          ['/v1/search', { query: canary, scope: { folders: value } }],
          ['/v1/ask', { question: canary, stream: false, conversationId: value }],
          ['/v1/ask', { question: canary, stream: false, provider: value }],
          ['/v1/search', value],
          ['/v1/ask', value],
        ] as const) {
          const reply = await people.otherSpace.post(path, body);
          if (![200, 400, 404].includes(reply.status))
            broken.push(`${path} ${JSON.stringify(body)} ${reply.status}`);
          expect(JSON.stringify({ ...(reply.body as object), requestId: '' })).not.toMatch(/\b917\b/);
        }
      }
      expect(broken).toEqual([]);
    });

    it('R23: never breaks on texts that are no texts', async () => {
      for (const value of [null, [], {}, 12, true, '', '   ']) {
        expect((await people.owner.post('/v1/search', { query: value })).status).toBe(400);
        expect((await people.owner.post('/v1/ask', { question: value, stream: false })).status).toBe(400);
      }
      const broken: string[] = [];
      // Not every string can be stored: it is refused or taken, never a fault of ours.
      for (const value of [
        'a\u0000b',
        '\ud800',
        '\udfff x',
        `${canary} \u0000`,
        '\u202e',
        '%_\\',
        "'; drop table document; --",
      ]) {
        const found = await people.owner.post('/v1/search', { query: value });
        const asked = await people.owner.post('/v1/ask', { question: value, stream: false });
        for (const [verb, { status }] of Object.entries({ found, asked }))
          if (status >= 500) broken.push(`${verb} ${JSON.stringify(value)} ${status}`);
      }
      expect(broken).toEqual([]);
    });

    const inPaths = [
      'null',
      'undefined',
      '[]',
      '{}',
      '%00',
      '%ff',
      "'%20or%201=1",
      '..%2f..%2fetc',
      '%252e%252e',
      '*',
      '00000000-0000-0000-0000-00000000000g',
      'a'.repeat(199),
    ];

    it.each(inPaths)('R23: finds nothing under the id %s', async (id) => {
      for (const { route } of matrix.filter(isForeign)) {
        const [method = '', path = ''] = route.split(' ');
        const reply = await people.owner.request(
          method,
          path.replace('{id}', id).replace('{messageId}', id).replace('{n}', '1'),
        );
        expect([route, [400, 404].includes(reply.status), reply.status]).toEqual([route, true, reply.status]);
      }
      const place = await people.owner.get(`/v1/documents/${kept.document}/preview?passage=${id}`);
      expect([200, 400, 404]).toContain(place.status);
      if (place.status === 200) expect((place.body as { passage: unknown }).passage).toBeNull();
    });

    it.each([
      'space=',
      'space[]=rh',
      'space[a]=rh',
      'space=rh&space=mairie',
      'limit=NaN',
      'limit=0',
      'limit=-1',
      'limit=1e9',
      'limit=1.5',
      'cursor=',
      'cursor=%00',
      'cursor=null',
      'cursor=x',
      ...[
        'null',
        '[]',
        '{}',
        '"a"',
        '{"path":null,"id":null}',
        '{"path":["a"],"id":{}}',
        '{"path":"a","id":"b"}',
        '{"path":"a\\u0000","id":"00000000-0000-0000-0000-000000000000"}',
        '{"updatedAt":"x","id":"y"}',
        '{"updatedAt":"2026-01-01T00:00:00.000Z","id":"y"}',
        '{"updatedAt":"9999999-01-01","id":"00000000-0000-0000-0000-000000000000"}',
      ].map((text) => `cursor=${Buffer.from(text).toString('base64url')}`),
    ])('R23: never breaks on ?%s', async (query) => {
      for (const path of ['/v1/documents', '/v1/conversations', '/v1/shared-conversations']) {
        const reply = await people.owner.get(`${path}?${query}`);
        expect([path, reply.status < 500 && reply.status]).toEqual([path, reply.status]);
      }
    });

    it.each([
      '',
      'Bearer',
      'Bearer ',
      'Bearer null',
      'Bearer undefined',
      'Bearer []',
      'Bearer {}',
      'Bearer a.b.c',
      'Bearer ..',
      'null',
      'bearer',
    ])('R23: takes « %s » for no token', async (authorization) => {
      expect((await people.anonymous.get('/v1/spaces', { authorization })).status).toBe(401);
    });

    it('R23, R27: takes no unsigned token, nor one that says it is signed otherwise', async () => {
      const [, claims = '', signature = ''] = (people.owner.token ?? '').split('.');
      for (const header of [{ alg: 'none' }, { alg: 'HS256' }, { alg: 'EdDSA', crit: ['x'], x: 1 }]) {
        const start = Buffer.from(JSON.stringify(header)).toString('base64url');
        for (const end of ['', signature])
          expect(
            (await createApiClient(world.server.address, `${start}.${claims}.${end}`).get('/v1/spaces'))
              .status,
          ).toBe(401);
      }
    });

    it('R23: refuses fields of a form that are no single texts', async () => {
      for (const fields of [
        [
          { name: 'space', content: 'rh' },
          { name: 'space', content: 'mairie' },
        ],
        [{ name: 'space[]', content: 'rh' }],
        [{ name: 'space', content: '' }],
        [{ name: 'space', content: 'rh\u0000' }],
        [{ name: 'space', fileName: 'space', content: 'rh' }],
      ]) {
        const { body, headers } = rawForm([...fields, { name: 'file', fileName: 'a.txt', content: 'x' }]);
        const reply = await people.owner.request('POST', '/v1/documents', body, headers);
        expect([JSON.stringify(fields), [400, 404].includes(reply.status), reply.status]).toEqual([
          JSON.stringify(fields),
          true,
          reply.status,
        ]);
      }
    });
  });

  it('R04: what a person was removed from is gone at their next request (30 trials)', async () => {
    const olga = people.owner;
    const sacha = people.otherSpace;
    const registers = turns.map(async (space) => {
      const text = `# Registre\n\nLe registre Kalimera de ${space} est tenu à jour.\n`;
      return [space, await upload(olga, space, `${space}.md`, text)] as const;
    });
    const ids = new Map(await Promise.all(registers));
    const sets = [turns.filter((_, index) => index % 2 === 0), turns.filter((_, index) => index % 2 === 1)];
    await apply(ormeval(sets[1] ?? []));
    let trials = 0;
    for (let turn = 0; turn < 5; turn += 1) {
      const open = sets[turn % 2] ?? [];
      const closed = sets[(turn + 1) % 2] ?? [];
      await apply(ormeval(open));
      const [found, listed, spaces, asked] = await Promise.all([
        sacha.post('/v1/search', { query: 'registre Kalimera', limit: 50 }),
        sacha.get('/v1/documents?limit=200'),
        sacha.get('/v1/spaces'),
        ask(sacha, 'Qui tient le registre Kalimera ?'),
      ]);
      const shown = searchReply.parse(found.body).results.map(({ document }) => document.space);
      expect(shown.toSorted()).toEqual(open);
      expect(
        asked.sources.map(({ document }) => document.space).filter((space) => closed.includes(space)),
      ).toEqual([]);
      const inList = documentPage.parse(listed.body).documents.map(({ space }) => space);
      for (const space of closed) {
        expect(JSON.stringify([inList, spaces.body, asked.answer])).not.toContain(space);
        for (const ending of ['', '/preview', '/content'])
          expect((await sacha.get(`/v1/documents/${ids.get(space)}${ending}`)).status).toBe(404);
        trials += 1;
      }
      for (const space of open) expect(inList).toContain(space);
    }
    expect(trials).toBe(30);
  }, 120_000);

  it('R08: an old answer is masked when one of its sources is lost, and its conversation does not carry it on', async () => {
    const sacha = people.otherSpace;
    await apply(ormeval(['toura']));
    await upload(
      people.owner,
      'toura',
      'secret.md',
      '# Secret du coffre\n\nLe code du coffre Perlimpin est 5823.\n',
    );
    const first = await ask(sacha, 'Quel est le code du coffre Perlimpin ?');
    expect(first.answer.text).toContain('5823');
    const path = `/v1/conversations/${first.conversationId}`;
    const shown = conversationShape.parse((await sacha.get(path)).body);
    expect(shown.messages.map(({ masked }) => masked)).toEqual([false, false]);

    await apply(ormeval([]));
    const masked = await sacha.get(path);
    const [question, answer] = conversationShape.parse(masked.body).messages;
    expect(question?.text).toBe('Quel est le code du coffre Perlimpin ?');
    expect(answer).toMatchObject({ text: '', masked: true });
    // Title, excerpt, place and quoted text are hidden; the number of the source stays.
    expect(
      answer?.sources.filter(({ readable }) => !readable).map((source) => Object.keys(source).toSorted()),
    ).toContainEqual(['n', 'readable']);
    expect(JSON.stringify(masked.body)).not.toMatch(/5823|Secret du coffre|secret\.md/);

    const next = await ask(sacha, 'Peux-tu me répéter ce code du coffre Perlimpin ?', {
      conversationId: first.conversationId,
    });
    expect(next.conversationId).toBe(first.conversationId);
    expect(JSON.stringify(next)).not.toMatch(/5823|Secret du coffre|secret\.md/);
    const listed = conversationPage.parse((await sacha.get('/v1/conversations?limit=200')).body);
    expect(JSON.stringify(listed)).not.toContain('5823');

    // Rights are asked at each reading: given back, they show it again.
    await apply(ormeval(['toura']));
    expect(JSON.stringify((await sacha.get(path)).body)).toContain('5823');
  });
});

/** All that the owner sees of their things, to find a side effect by. */
/**
 * Routes that take no text of the caller's where an id could stand, those whose ids are of each organisation's own making, and two that
 * are tried by themselves: forms, and MCP, whose tools call the same services.
 */
const withoutIds: readonly string[] = [
  'GET /health/live',
  'GET /health/ready',
  'GET /v1/admin/alerts',
  'GET /v1/admin/assistant',
  'GET /v1/admin/budgets',
  'GET /v1/admin/dialects',
  'GET /v1/admin/index',
  'GET /v1/admin/policy',
  'GET /v1/admin/prompts',
  'GET /v1/admin/providers',
  'GET /v1/admin/question-sets',
  'GET /v1/admin/retention',
  'GET /v1/admin/roles',
  'GET /v1/admin/service-keys',
  'GET /v1/admin/sharing',
  'GET /v1/admin/sources',
  'GET /v1/contract',
  'GET /v1/contract/asyncapi.json',
  'GET /v1/me',
  'GET /v1/me/export',
  'GET /v1/models',
  'GET /v1/service',
  'GET /v1/sign-in/services',
  'GET /v1/spaces',
  'OPTIONS /v1/events',
  'POST /mcp',
  'POST /v1/documents',
  'POST /v1/private-documents',
  'POST /v1/sign-in/back-channel-logout',
  'POST /v1/sign-out',
  'POST /v1/token',
  'PUT /v1/admin/assistant',
  'PUT /v1/admin/policy',
  'PUT /v1/admin/retention',
  'PUT /v1/admin/sharing',
  'PUT /v1/admin/spaces/{id}/assistant',
];

type ProbedRoute = {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly query: readonly string[];
  readonly body: JsonSchema | undefined;
};

/** The routes of an OpenAPI document with what they take. */
function routesOf(document: unknown): ProbedRoute[] {
  const content = z.object({ 'application/json': z.object({ schema: z.custom<JsonSchema>() }).optional() });
  const operation = z.object({
    parameters: z.array(z.object({ in: z.string(), name: z.string() })).default([]),
    requestBody: z.object({ content }).optional(),
  });
  const { paths } = z
    .object({ paths: z.record(z.string(), z.record(z.string(), operation)) })
    .parse(document);
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([verb, { parameters, requestBody }]) => ({
      name: `${verb.toUpperCase()} ${path}`,
      method: verb.toUpperCase(),
      path,
      query: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
      body: requestBody?.content['application/json']?.schema,
    })),
  );
}

async function snapshot(owner: ApiClient, its: Fixture) {
  const replies = await Promise.all([
    owner.get(`/v1/documents/${its.document}`),
    owner.get(`/v1/documents/${its.document}/preview`),
    owner.get(`/v1/conversations/${its.conversation}`),
    owner.get('/v1/conversations?limit=200'),
    owner.get('/v1/documents?limit=200'),
  ]);
  return replies.map(({ status, body }) => ({ status, body }));
}
