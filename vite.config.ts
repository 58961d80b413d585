import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

/** What lies beside the page in the built add-in: the functions' metadata and the ribbon's pictures. */
function addinFiles(): Plugin {
  return {
    name: 'huiqi-addin-files',
    apply: 'build',
    closeBundle() {
      for (const [from, to] of [
        ['dist/functions', 'dist/addin/functions'],
        ['assets', 'dist/addin/assets'],
      ] as const) {
        mkdirSync(join(root, to), { recursive: true });
        for (const name of readdirSync(join(root, from))) copyFileSync(join(root, from, name), join(root, to, name));
      }
    },
  };
}

/** The add-in as Excel loads it: the pane's page with the functions in one shared runtime. `vite` serves it while developing. */
export default defineConfig({
  root,
  base: './',
  publicDir: false,
  plugins: [react(), addinFiles()],
  resolve: { dedupe: ['react', 'react-dom'] },
  build: {
    outDir: 'dist/addin',
    emptyOutDir: true,
    target: 'es2020',
    sourcemap: true,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { input: join(root, 'taskpane/index.html') },
  },
  server: { port: 3000, strictPort: true },
});
