import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const out = join(root, 'dist/addin');

/** What lies beside the page in the built add-in: the functions' metadata, the ribbon's pictures, the manifest. */
function addinFiles(): Plugin {
  return {
    name: 'huiqi-addin-files',
    apply: 'build',
    closeBundle() {
      cpSync(join(root, 'dist/functions'), join(out, 'functions'), { recursive: true });
      cpSync(join(root, 'assets'), join(out, 'assets'), { recursive: true });
      cpSync(join(root, 'manifest.xml'), join(out, 'manifest.xml'));
    },
  };
}

/** The add-in as Excel loads it: the pane's page with the functions in one shared runtime. */
export default defineConfig({
  root,
  // The add-in may be served from any folder of a server.
  base: './',
  publicDir: false,
  plugins: [react(), addinFiles()],
  resolve: { dedupe: ['react', 'react-dom'] },
  build: {
    outDir: out,
    emptyOutDir: true,
    target: 'es2020',
    assetsDir: 'code',
    sourcemap: true,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: join(root, 'taskpane/index.html'),
      // What only a later part uses comes with that part, though an index names it: loading a file of src does nothing by itself.
      treeshake: { moduleSideEffects: (id) => !id.startsWith(join(root, 'src/')) },
      // All that is needed at once is one file: smaller than several, and asked for once.
      output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
    },
  },
  server: { port: 3000, strictPort: true },
  preview: { port: 3000, strictPort: true },
});
