import type { EngineChoices, EngineUse } from '../../core/providers/engine-choice.ts';
import type { ProviderRepository } from '../../ports/provider-repository.ts';
import type { Database, Transaction } from './database.ts';
import { recordAudit } from './record-audit.ts';

/** Who makes the vectors of an organisation and who reranks: a row for each that it has chosen. */
export function createEngineChoices(
  db: Database,
): Pick<ProviderRepository, 'readEngineChoices' | 'chooseEngine'> {
  return {
    readEngineChoices: (org) => readEngineChoices(db, org),

    chooseEngine: (org, use, choice, by) =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .deleteFrom('engine_choice')
          .where('org', '=', org)
          .where('purpose', '=', use)
          .execute();
        if (choice)
          await transaction
            .insertInto('engine_choice')
            .values({
              org,
              purpose: use,
              provider_id: choice.provider,
              model: choice.model,
              query_prefix: 'queryPrefix' in choice ? choice.queryPrefix : '',
              passage_prefix: 'passagePrefix' in choice ? choice.passagePrefix : '',
            })
            .execute();
        const { provider = null, model = null } = choice ?? {};
        await recordAudit(transaction, org, by, 'provider-chosen', { for: use, provider, model });
      }),
  };
}

/** The same within a transaction, for what must not act on a choice that was changed. */
export async function readEngineChoices(db: Database | Transaction, org: string): Promise<EngineChoices> {
  const rows = await db
    .selectFrom('engine_choice')
    .select(['purpose', 'provider_id as provider', 'model', 'query_prefix', 'passage_prefix'])
    .where('org', '=', org)
    .execute();
  const chosenFor = (use: EngineUse) => rows.find(({ purpose }) => purpose === use);
  const embeddings = chosenFor('embeddings');
  const reranking = chosenFor('reranking');
  return {
    embeddings: embeddings
      ? {
          provider: embeddings.provider,
          model: embeddings.model,
          queryPrefix: embeddings.query_prefix,
          passagePrefix: embeddings.passage_prefix,
        }
      : null,
    reranking: reranking ? { provider: reranking.provider, model: reranking.model } : null,
  };
}
