/** Generates demo/documents from demo/sources: `node demo/build.ts`. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDemo } from './build/build-demo.ts';

const documents = fileURLToPath(new URL('documents', import.meta.url));
const counts = await buildDemo(documents);
const summary = [...counts].map(([format, count]) => `${count} ${format}`).join(', ');
console.log(`${relative(process.cwd(), documents)}: ${summary}`);
