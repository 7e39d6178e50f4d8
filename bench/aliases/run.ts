import { sql } from 'kysely';
import { authoriseCaller } from '../../src/core/access/authorise-caller.ts';
import { aliasKeysOf } from '../../src/core/find/alias-keys.ts';
import { percentilesOf } from '../../src/core/percentile.ts';
import { anOrganisation, openTestStores } from '../../test/support/test-stores.ts';

/**
 * `node bench/aliases/run.ts`: milliseconds to look up the aliases of a question among 100,000 mentions in 20,000 documents
 * of 200 access classes, for a person who may read half of them. Mentions follow Zipf's law, so that some acronyms stand in
 * thousands of documents. One line of JSON.
 */
const org = 'bellerive';
const mentions = 100_000;
const documents = 20_000;
const classes = 200;
const pairs = 3_000;
const rounds = 400;

const open = await openTestStores();
try {
  const { database, stores } = open;
  await stores.access.applyOrganisation(anOrganisation(), 'bench');
  await sql`
    insert into access_class (org, allow, restricted_to, deny)
      select ${org}, array['space:s' || n], '{}', '{}' from generate_series(1, ${classes}::int) n`.execute(
    database,
  );
  await sql`
    insert into membership (org, principal, member)
      select ${org}, 'space:s' || n, 'user:alice' from generate_series(1, ${classes}::int, 2) n`.execute(
    database,
  );
  await sql`
    insert into document (org, id, source, external_id, space, access_class, title, path, sensitivity, state, live_version,
                          wanted_version, sha256, bytes, modified_at)
      select ${org}, gen_random_uuid(), 'bench', n::text, 'mairie', c.id, 'T', n::text, 'interne', 'searchable-words', 1, 1, '0', 1, now()
        from generate_series(1, ${documents}::int) n
        join (select id, row_number() over () as place from access_class where org = ${org}) c
          on c.place = n % ${classes}::int + 1`.execute(database);
  await sql`
    insert into alias_mention (org, document_id, alias, access_class, acronym_key, expansion_key, acronym, expansion)
      select ${org}, d.id, md5(p::text)::uuid, d.access_class, 'a' || p, 'mot' || p || ' autr' || p, 'A' || p, 'mot' || p || ' autre' || p
        from (select floor(${pairs}::int ^ random())::int as p, n % ${documents}::int + 1 as place
                from generate_series(1, ${mentions}::int * 2) n) m
        join (select id, access_class, row_number() over () as place from document where org = ${org}) d using (place)
        on conflict do nothing`.execute(database);
  await sql`vacuum analyze`.execute(database);
  const counts = await sql<{ mentions: number; most: number }>`
    select sum(n)::int as mentions, max(n)::int as most
      from (select count(*) as n from alias_mention where org = ${org} group by alias) c`.execute(database);

  const within = await authoriseCaller(stores, { org, user: 'alice' });
  const timesOf = async (question: (round: number) => string) => {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const asked = aliasKeysOf(question(round));
      const started = performance.now();
      await stores.aliases.find(within, asked);
      times.push(performance.now() - started);
    }
    // The first ones plan the statement and open connections.
    return percentilesOf(times.slice(20), 2);
  };
  const words = 'combien de jours de congé sont accordés chaque année aux agents de la ville';
  console.log(
    JSON.stringify({
      ...counts.rows[0],
      nothing: await timesOf((round) => `${words} zz${round}`),
      rare: await timesOf((round) => `${words} A${1_000 + round}`),
      commonest: await timesOf(() => `${words} A1`),
      four: await timesOf((round) => `${words} A1 A2 A3 mot${4 + (round % 50)} autre${4 + (round % 50)}`),
      summarise: await (async () => {
        const started = performance.now();
        for (let round = 0; round < 50; round += 1) await stores.library.summarise(within, {});
        return { meanMs: Math.round((performance.now() - started) * 2) / 100 };
      })(),
    }),
  );
} finally {
  await open.close();
}
