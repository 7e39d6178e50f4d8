import { workerData } from 'node:worker_threads';
import { nothingCompared } from '../../core/find/nothing-found.ts';
import { failureOf } from './failure.ts';
import { createOpenFiles } from './open-files.ts';
import type { Question, Reply, WorkerSettings } from './protocol.ts';
import { createReader } from './reader.ts';
import { servePort, tell } from './serve-port.ts';

/** Entry of the thread that searches: one question at a time, so that a cancelled one is seldom begun. */
const { folder, openOrganisations } = workerData as WorkerSettings;
const files = createOpenFiles({
  folder,
  readOnly: true,
  openOrganisations,
  start: createReader,
  size: (reader) => reader.bytes(),
  onLoss: (org) => tell({ type: 'rebuild-needed', org }),
});

servePort<Question>({
  take: () => 1,
  work: (questions) => questions.map(reply),
  close: files.close,
});

function reply(question: Question): Reply {
  if (question.name === 'cacheUse') return { value: files.cacheUse() };
  try {
    return {
      value: files.use(question.ask.org, 'skip', (reader) => reader.answer(question)) ?? nothing(question),
    };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/** The answer of an organisation without a file, the same as of one without documents. */
function nothing({ name, ask }: Question): unknown {
  if (name === 'searchWords')
    return {
      hits: [],
      readableChunks: 0,
      documentFrequency: new Map([...ask.query.ids].map((id) => [id, 0])),
      ...(ask.best && { words: [] }),
    };
  if (name === 'searchVectors') return nothingCompared;
  return name === 'stats' ? { documents: 0, chunks: 0, vectors: 0 } : [];
}
