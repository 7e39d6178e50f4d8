import { defineConfig } from 'vite';
import { pageConfig } from '../shared/build/page-config.ts';

export default defineConfig(pageConfig(import.meta.dirname));
