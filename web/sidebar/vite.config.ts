import { join } from 'node:path';
import { defineConfig, mergeConfig } from 'vite';
import { pageConfig } from '../shared/build/page-config.ts';

const folder = import.meta.dirname;

/** The page, and the script that workplaces load, whose address never changes: it is part of the contract. */
export default defineConfig(
  mergeConfig(pageConfig(folder), {
    build: {
      rolldownOptions: {
        input: {
          page: join(folder, 'index.html'),
          'sourcier-sidebar': join(folder, 'src', 'element', 'sourcier-sidebar.ts'),
        },
        output: {
          entryFileNames: ({ name }: { name: string }) =>
            name === 'sourcier-sidebar' ? '[name].js' : 'assets/[name]-[hash].js',
        },
      },
    },
  }),
);
