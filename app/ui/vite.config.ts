// How the pages are built: one small entry; the editor, diagrams and teacher pages in files of their own.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// `npm run dev` sends the API's calls to a server that runs beside it.
const server = process.env.LEARNFLOW_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Mermaid is a large library that is loaded only where a diagram is shown.
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: { '/api': server, '/ws': { target: server, ws: true } },
  },
  test: { include: ['tests/unit/**/*.test.ts'], setupFiles: ['tests/unit/setup.ts'] },
});
