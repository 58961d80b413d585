import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '..');

/** The workbench: the open grid, the functions in it and the pane beside it, as one page on localhost. */
export default defineConfig({
  root: here,
  base: './',
  publicDir: false,
  assetsInclude: ['**/*.xlsx'],
  plugins: [react()],
  // The grid brings its own dependency on React: two Reacts on one page break its hooks.
  resolve: { dedupe: ['react', 'react-dom', 'rxjs', '@univerjs/core'] },
  build: {
    outDir: join(root, 'dist/workbench'),
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 16_000,
  },
  preview: { port: 4173 },
  server: { port: 5173 },
});
