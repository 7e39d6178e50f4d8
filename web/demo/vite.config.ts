import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The components bring their words in over thirty languages; the page speaks two, and says which at all times. */
const ownLanguagesOnly: Plugin = {
  name: 'own-languages-only',
  load: (id) =>
    /\/intl\/(?:\w+\/)?(?!fr-FR|en-US)[a-z]{2}-[A-Z]{2}\.m?js$/.test(id) ? 'export default undefined;' : null,
};

/**
 * Builds the workplace page into `web/demo/dist`, which the server gives at `/`. Nothing is inlined as a `data:` address,
 * since the page runs under `default-src 'none'` with its own origin only.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), ownLanguagesOnly],
  build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, target: 'es2022' },
  server: { proxy: { '/v1': 'http://127.0.0.1:3210' } },
});
