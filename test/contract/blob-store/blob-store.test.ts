import { describeBlobStore } from './behaviour.ts';
import { openBucket, openFolder } from './open-stores.ts';

describeBlobStore('a folder', openFolder);
describeBlobStore('a bucket', openBucket);
