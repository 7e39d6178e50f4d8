import { tunables } from '../../../config/tunables.ts';
import { createWorkerThreadAnalyser } from '../../../src/adapters/worker-thread/text-analyser.ts';

/** Analyses one text and leaves its analyser open: the thread must not keep the program running. */
const analyser = createWorkerThreadAnalyser(tunables.analysis);
const parsed = { blocks: [{ kind: 'paragraph' as const, text: 'Le marché ouvre à huit heures.' }] };
const { chunked } = await analyser.chunk(parsed, { documentId: 'marche', title: 'Marché' });
process.stdout.write(`${chunked.chunks.length}`);
