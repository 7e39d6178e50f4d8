import { isDeepStrictEqual } from 'node:util';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { sensitivities } from '../../core/document.ts';
import type { ProviderChoices } from '../../core/providers/choose-providers.ts';
import { type AnswerPolicy, strictPolicy } from '../../core/providers/policy.ts';
import { type Capabilities, dialectNames, type Provider } from '../../core/providers/provider.ts';
import { trustLevels } from '../../core/trust.ts';
import type { ProviderRepository, StoredSecret } from '../../ports/provider-repository.ts';
import type { Database, Transaction } from './database.ts';
import { createEngineChoices } from './engine-choices.ts';
import { recordAudit } from './record-audit.ts';
import type { Schema } from './schema.ts';

/** The space that stands for the whole organisation. */
const everywhere = '';

const sensitivity = z.enum(sensitivities);
/** A level that the row does not name sees no more than what is open. */
const matrix = z.object(
  Object.fromEntries(trustLevels.map((level) => [level, sensitivity.catch('ouvert')])) as Record<
    (typeof trustLevels)[number],
    z.ZodCatch<typeof sensitivity>
  >,
);

type ProviderRow = Selectable<Schema['provider']>;
type SecretRow = { readonly host: string | null; readonly sealed: Uint8Array | null };

/** Providers in PostgreSQL. */
export function createProviderRepository(db: Database): ProviderRepository {
  const providers = (org: string) =>
    db
      .selectFrom('provider as p')
      .leftJoin('provider_secret as s', (join) =>
        join.onRef('s.org', '=', 'p.org').onRef('s.provider_id', '=', 'p.id'),
      )
      .select([
        'p.org',
        'p.id',
        'p.name',
        'p.dialect',
        'p.base_url',
        'p.models',
        'p.trust',
        'p.hosting',
        'p.prices',
        'p.enabled',
        's.host',
        's.sealed',
      ])
      .where('p.org', '=', org)
      .orderBy('p.created_at')
      .orderBy('p.id');

  async function readChoices(org: string): Promise<ProviderChoices> {
    const rows = await db
      .selectFrom('provider_choice')
      .select(['space', 'provider_id'])
      .where('org', '=', org)
      .execute();
    const chosen = new Map(rows.map((row) => [row.space, row.provider_id]));
    const usual = chosen.get(everywhere) ?? null;
    chosen.delete(everywhere);
    return { usual, bySpace: chosen };
  }

  async function readPolicy(org: string): Promise<AnswerPolicy> {
    const row = await db
      .selectFrom('answer_policy')
      .select(['version', 'matrix', 'withhold_unsupported', 'second_opinion', 'private_documents'])
      .where('org', '=', org)
      .executeTakeFirst();
    return row ? toPolicy(row) : strictPolicy;
  }

  return {
    readSetup: async (org) => {
      const [rows, choices, policy] = await Promise.all([
        providers(org).where('p.enabled', '=', true).execute(),
        readChoices(org),
        readPolicy(org),
      ]);
      return { providers: rows.map(withSecret), choices, policy };
    },

    list: async (org) => {
      const [rows, tests] = await Promise.all([
        providers(org).execute(),
        db
          .selectFrom('provider_test')
          .select(['provider_id', 'probed_at', 'results'])
          .where('org', '=', org)
          .execute(),
      ]);
      const tested = new Map(
        tests.map(({ provider_id, probed_at, results }) => [
          provider_id,
          { probedAt: probed_at, results: results as Capabilities['results'] },
        ]),
      );
      return rows.map((row) => ({ ...toProvider(row), capabilities: tested.get(row.id) ?? null }));
    },

    find: async (org, id) => {
      const row = await providers(org).where('p.id', '=', id).executeTakeFirst();
      return row ? withSecret(row) : null;
    },

    save: (provider, { secret, by }) =>
      db.transaction().execute(async (transaction) => {
        const { org, id } = provider;
        const before = await transaction
          .selectFrom('provider')
          .select(['base_url', 'dialect', 'models'])
          .where('org', '=', org)
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        const row = {
          name: provider.name,
          dialect: provider.dialect,
          base_url: provider.baseUrl,
          models: JSON.stringify(provider.models),
          trust: provider.trust,
          hosting: provider.hosting,
          prices: provider.prices && JSON.stringify(provider.prices),
          enabled: provider.enabled,
        };
        await transaction
          .insertInto('provider')
          .values({ org, id, ...row })
          .onConflict((conflict) => conflict.columns(['org', 'id']).doUpdateSet(row))
          .execute();
        if (secret !== 'keep') await replaceWhole(transaction, org, id, secret === 'remove' ? null : secret);
        const isOther =
          before?.base_url !== provider.baseUrl ||
          before.dialect !== provider.dialect ||
          !isDeepStrictEqual(before.models, provider.models);
        if (isOther)
          await transaction
            .deleteFrom('provider_test')
            .where('org', '=', org)
            .where('provider_id', '=', id)
            .execute();
        await recordAudit(transaction, org, by, before ? 'provider-changed' : 'provider-added', {
          provider: id,
          trust: provider.trust,
          secret: typeof secret === 'string' ? secret : 'replaced',
        });
      }),

    remove: (org, id, by) =>
      db.transaction().execute(async (transaction) => {
        const removed = await transaction
          .deleteFrom('provider')
          .where('org', '=', org)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst();
        if (removed) await recordAudit(transaction, org, by, 'provider-removed', { provider: id });
        return removed !== undefined;
      }),

    choose: (org, { space, provider }, by) =>
      db.transaction().execute(async (transaction) => {
        const place = space ?? everywhere;
        if (provider === null)
          await transaction
            .deleteFrom('provider_choice')
            .where('org', '=', org)
            .where('space', '=', place)
            .execute();
        else
          await transaction
            .insertInto('provider_choice')
            .values({ org, space: place, provider_id: provider })
            .onConflict((conflict) =>
              conflict.columns(['org', 'space']).doUpdateSet({ provider_id: provider }),
            )
            .execute();
        await recordAudit(transaction, org, by, 'provider-chosen', { space, provider });
      }),

    readChoices,

    ...createEngineChoices(db),

    saveCapabilities: async (org, id, { probedAt, results }) => {
      const row = { probed_at: probedAt, results: JSON.stringify(results) };
      await db
        .insertInto('provider_test')
        .columns(['org', 'provider_id', 'probed_at', 'results'])
        // Nothing is kept of a provider that was removed while it was tested.
        .expression(
          db
            .selectFrom('provider')
            .select([
              'org',
              'id',
              sql<Date>`${probedAt}::timestamptz`.as('at'),
              sql`${row.results}::jsonb`.as('r'),
            ])
            .where('org', '=', org)
            .where('id', '=', id),
        )
        .onConflict((conflict) => conflict.columns(['org', 'provider_id']).doUpdateSet(row))
        .execute();
    },

    readPolicy,

    savePolicy: (org, policy, by) =>
      db.transaction().execute(async (transaction) => {
        const row = {
          matrix: JSON.stringify(policy.matrix),
          withhold_unsupported: policy.withholdUnsupported,
          second_opinion: policy.secondOpinion,
          private_documents: policy.privateDocuments,
          changed_at: new Date(),
        };
        const { version } = await transaction
          .insertInto('answer_policy')
          .values({ org, version: 1, ...row })
          .onConflict((conflict) =>
            conflict.column('org').doUpdateSet({ ...row, version: sql`answer_policy.version + 1` }),
          )
          .returning('version')
          .executeTakeFirstOrThrow();
        await recordAudit(transaction, org, by, 'policy-changed', { version, ...policy });
        return { ...policy, version };
      }),

    listSecrets: async (org) => {
      const rows = await db
        .selectFrom('provider_secret')
        .select(['provider_id as id', 'host', 'sealed'])
        .where('org', '=', org)
        .execute();
      return rows.map(({ id, host, sealed }) => ({ id, secret: { host, sealed: bytes(sealed) } }));
    },

    replaceSecret: async (org, id, before, after) => {
      const replaced = await db
        .updateTable('provider_secret')
        .set({ host: after.host, sealed: Buffer.from(after.sealed), sealed_at: new Date() })
        .where('org', '=', org)
        .where('provider_id', '=', id)
        .where('sealed', '=', Buffer.from(before.sealed))
        .returning('org')
        .executeTakeFirst();
      return replaced !== undefined;
    },
  };
}

async function replaceWhole(
  transaction: Transaction,
  org: string,
  id: string,
  secret: StoredSecret | null,
): Promise<void> {
  await transaction
    .deleteFrom('provider_secret')
    .where('org', '=', org)
    .where('provider_id', '=', id)
    .execute();
  if (secret)
    await transaction
      .insertInto('provider_secret')
      .values({ org, provider_id: id, host: secret.host, sealed: Buffer.from(secret.sealed) })
      .execute();
}

function toProvider(row: Omit<ProviderRow, 'created_at'> & SecretRow): Provider {
  return {
    org: row.org,
    id: row.id,
    name: row.name,
    dialect: dialectNames.find((name) => name === row.dialect) ?? 'generic',
    baseUrl: row.base_url,
    models: row.models as Provider['models'],
    // A level that this version does not know is the least trusted one.
    trust: trustLevels.find((level) => level === row.trust) ?? 'other',
    hosting: row.hosting,
    prices: row.prices as Provider['prices'],
    enabled: row.enabled,
    hasSecret: row.sealed !== null,
  };
}

function withSecret(row: Omit<ProviderRow, 'created_at'> & SecretRow) {
  const { host, sealed } = row;
  return {
    ...toProvider(row),
    secret: host !== null && sealed !== null ? { host, sealed: bytes(sealed) } : null,
  };
}

function toPolicy(row: Omit<Selectable<Schema['answer_policy']>, 'org' | 'changed_at'>): AnswerPolicy {
  const read = matrix.safeParse(row.matrix);
  return {
    version: row.version,
    matrix: read.success ? read.data : strictPolicy.matrix,
    withholdUnsupported: row.withhold_unsupported,
    secondOpinion: row.second_opinion,
    privateDocuments: row.private_documents,
  };
}

const bytes = (from: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(from);
