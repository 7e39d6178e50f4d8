import { sql } from 'kysely';
import type { DocumentKey } from '../../core/document.ts';
import { type AliasPair, aliasId, keysOfAlias } from '../../core/find/alias.ts';
import { learnAliases } from '../../core/find/learn-aliases.ts';
import type { Transaction } from './database.ts';
import { hasText } from './readable.ts';

/** Writes down what a document teaches of acronyms, by its text and by its title. */
export async function insertMentions(
  transaction: Transaction,
  { org, id }: DocumentKey,
  accessClass: number,
  { title, aliases }: { readonly title: string; readonly aliases: readonly AliasPair[] },
): Promise<void> {
  const inText = aliases.map((pair) => rowOf(org, pair, false));
  const known = new Set(inText.map(({ alias }) => alias));
  const inTitle = learnAliases(title).map((pair) => rowOf(org, pair, true));
  const rows = [...inText, ...inTitle.filter(({ alias }) => !known.has(alias))];
  if (rows.length === 0) return;
  await transaction
    .insertInto('alias_mention')
    .values(rows.map((row) => ({ org, document_id: id, access_class: accessClass, ...row })))
    .execute();
}

/** Makes documents teach what their new titles say, in place of what the former ones said; of those alone whose text stands here. */
export async function followTitles(
  transaction: Transaction,
  org: string,
  documents: readonly { readonly id: string; readonly title: string }[],
): Promise<void> {
  await sql`
    delete from alias_mention a where a.org = ${org} and a.of_title
       and a.document_id = any(${documents.map(({ id }) => id)}::uuid[])`.execute(transaction);
  const taught = documents.flatMap(({ id, title }) =>
    learnAliases(title).map((pair) => ({ document_id: id, ...rowOf(org, pair, true) })),
  );
  if (taught.length === 0) return;
  await sql`
    insert into alias_mention (org, document_id, alias, access_class, acronym_key, expansion_key, acronym, expansion, of_title)
      select d.org, d.id, t.alias, d.access_class, t.acronym_key, t.expansion_key, t.acronym, t.expansion, true
        from jsonb_to_recordset(${JSON.stringify(taught)}::jsonb)
             as t(document_id uuid, alias uuid, acronym_key text, expansion_key text, acronym text, expansion text)
        join document d on d.org = ${org} and d.id = t.document_id
       where ${hasText}
      on conflict do nothing`.execute(transaction);
}

function rowOf(org: string, pair: AliasPair, ofTitle: boolean) {
  const { acronym, expansion } = keysOfAlias(pair);
  return {
    alias: aliasId(org, pair),
    acronym_key: acronym,
    expansion_key: expansion,
    acronym: pair.acronym,
    expansion: pair.expansion,
    of_title: ofTitle,
  };
}
