import { describeBlobStore } from './behaviour.ts';
import { openBucket, openFolder } from './open-stores.ts';

describeBlobStore('a folder', () => openFolder());
describeBlobStore('a bucket', () => openBucket());
describeBlobStore('a folder with sealed files', () => openFolder({ seals: true }));
describeBlobStore('a bucket with sealed files', () => openBucket({ seals: true }));
