import { createMemoryIndex } from '../../../src/adapters/memory/search-index.ts';
import { describeSearchIndex } from './behaviour.ts';

describeSearchIndex('memory', async () => createMemoryIndex());
