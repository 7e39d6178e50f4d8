import { basename, join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { Plugin, UserConfig } from 'vite';

/** The components bring their words in over thirty languages; the pages speak two, and say which at all times. */
const ownLanguagesOnly: Plugin = {
  name: 'own-languages-only',
  load: (id) =>
    /\/intl\/(?:\w+\/)?(?!fr-FR|en-US)[a-z]{2}-[A-Z]{2}\.m?js$/.test(id) ? 'export default undefined;' : null,
};

/**
 * How each page is built: from its folder of `web/` into its `dist`, which the server gives under the folder's name (the demo
 * at `/`). Nothing is inlined as a `data:` address, since the pages run under `default-src 'none'` with their own origin only.
 */
export function pageConfig(folder: string): UserConfig {
  const name = basename(folder);
  return {
    root: folder,
    base: name === 'demo' ? '/' : `/${name}/`,
    plugins: [react(), ownLanguagesOnly],
    build: { outDir: join(folder, 'dist'), emptyOutDir: true, assetsInlineLimit: 0, target: 'es2022' },
    server: { proxy: { '/v1': 'http://127.0.0.1:3210' } },
  };
}
