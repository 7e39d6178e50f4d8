import type { PromptChoices } from '../../ports/prompt-choices.ts';
import type { Database } from './database.ts';
import { recordAudit } from './record-audit.ts';

/** Choices of prompts in PostgreSQL. */
export function createPromptChoices(db: Database): PromptChoices {
  return {
    list: async (org) => {
      const rows = await db
        .selectFrom('prompt_choice')
        .select(['space', 'prompt', 'version'])
        .where('org', '=', org)
        .orderBy('prompt')
        .orderBy('space')
        .execute();
      return rows.map(({ space, ...choice }) => ({ space: space === '' ? null : space, ...choice }));
    },

    choose: (org, { space, prompt, version }, by) =>
      db.transaction().execute(async (transaction) => {
        const key = { org, space: space ?? '', prompt };
        if (version === null)
          await transaction
            .deleteFrom('prompt_choice')
            .where('org', '=', org)
            .where('space', '=', key.space)
            .where('prompt', '=', prompt)
            .execute();
        else
          await transaction
            .insertInto('prompt_choice')
            .values({ ...key, version })
            .onConflict((conflict) => conflict.columns(['org', 'space', 'prompt']).doUpdateSet({ version }))
            .execute();
        await recordAudit(transaction, org, by, 'prompt-chosen', { space, prompt, version });
      }),
  };
}
