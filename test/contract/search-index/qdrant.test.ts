import { describeSearchIndex } from './behaviour.ts';
import { onQdrant } from './on-qdrant.ts';

onQdrant({}, (open) => describeSearchIndex('qdrant', open));
