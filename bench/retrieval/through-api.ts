/**
 * `node bench/retrieval/through-api.ts [set …]`: the development sets as people would use them: each passage is a Markdown
 * file in a folder, ingested by the command line into fresh storage; each question goes through `POST /v1/search`. Prints
 * nDCG@10 and recall@10, one line of JSON for each set.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiClient } from '../../test/support/api-client.ts';
import { runCli, startSourcier } from '../../test/support/sourcier-process.ts';
import { loadSet, type RetrievalSet, type SetName, setNames } from './load-set.ts';
import { ndcg, recall } from './scorers.ts';

const folder = process.env.RETRIEVAL_SETS ?? join(import.meta.dirname, '../../../shared/data/retrieval');
const atOnce = 4;

const wanted = process.argv.slice(2) as SetName[];
for (const name of wanted.length > 0 ? wanted : setNames) {
  const workspace = await mkdtemp(join(tmpdir(), 'sourcier-retrieval-'));
  try {
    console.log(JSON.stringify(await measure(loadSet(folder, name), workspace)));
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

async function measure(set: RetrievalSet, workspace: string) {
  const data = join(workspace, 'data');
  await ingest(set, workspace, data);
  const server = await startSourcier(data);
  try {
    const { stdout } = await runCli(data, ['token', '--as', 'reader']);
    const rankings = await searchAll(set, createApiClient(server.address, stdout.trim()));
    const mean = (scores: readonly number[]) =>
      Math.round((scores.reduce((sum, score) => sum + score, 0) / scores.length) * 1_000) / 1_000;
    return {
      set: set.name,
      documents: set.sources.length,
      questions: set.questions.length,
      ndcg10: mean(set.questions.map(({ id, relevant }) => ndcg(rankings.get(id) ?? [], relevant))),
      recall10: mean(set.questions.map(({ id, relevant }) => recall(rankings.get(id) ?? [], relevant))),
    };
  } finally {
    await server.stop();
  }
}

async function ingest(set: RetrievalSet, workspace: string, data: string): Promise<void> {
  const documents = join(workspace, 'documents');
  await mkdir(documents);
  for (const { id, title, text } of set.sources)
    await writeFile(join(documents, `${encodeURIComponent(id)}.md`), `# ${title}\n\n${text}\n`);
  const organisation = join(workspace, 'organisation.yaml');
  await writeFile(
    organisation,
    'organisation: bench\nusers: [reader]\nspaces:\n  set: { title: Set, members: [user:reader] }\n',
  );
  await mustRun(data, ['org', 'apply', organisation]);
  await mustRun(data, ['ingest', documents, '--org', 'bench', '--space', 'set', '--json']);
}

async function mustRun(data: string, args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runCli(data, args);
  if (exitCode !== 0) throw new Error(`${args[0]}: ${stderr}`);
}

async function searchAll(
  set: RetrievalSet,
  client: ReturnType<typeof createApiClient>,
): Promise<Map<string, string[]>> {
  const rankings = new Map<string, string[]>();
  const waiting = [...set.questions];
  const worker = async () => {
    for (let question = waiting.pop(); question; question = waiting.pop()) {
      const history = question.earlierQuestions.slice(-20).map((earlier) => ({ question: earlier }));
      const { status, body } = await client.post('/v1/search', { query: question.text, history, limit: 10 });
      if (status !== 200) throw new Error(`search: ${status}`);
      const { results } = body as { results: { document: { path: string } }[] };
      const ids = results.map(({ document }) => decodeURIComponent(document.path.replace(/\.md$/, '')));
      rankings.set(question.id, ids);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return rankings;
}
