import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const out = join(root, 'dist/addin');

/** Folder of the built add-in for its own copy of office.js. */
const ownOffice = 'office';

/**
 * Where the page gets office.js: Microsoft's address, unless VITE_OFFICE_JS names another, such as that of 21Vianet. `own` puts the copy
 * of the npm package beside the page, for networks that reach neither; Microsoft supports the first two only.
 */
const officeJs = process.env['VITE_OFFICE_JS'] ?? 'https://appsforoffice.microsoft.com/lib/1/hosted/office.js';
process.env['VITE_OFFICE_JS'] = officeJs === 'own' ? `/${ownOffice}/office.js` : officeJs;

/** What lies beside the page in the built add-in: the functions' metadata, the ribbon's pictures, office.js where it is our own. */
function addinFiles(): Plugin {
  return {
    name: 'huiqi-addin-files',
    apply: 'build',
    closeBundle() {
      cpSync(join(root, 'dist/functions'), join(out, 'functions'), { recursive: true });
      cpSync(join(root, 'assets'), join(out, 'assets'), { recursive: true });
      cpSync(join(root, 'manifest.xml'), join(out, 'manifest.xml'));
      if (officeJs === 'own') {
        mkdirSync(join(out, ownOffice), { recursive: true });
        cpSync(join(root, 'node_modules/@microsoft/office-js/dist'), join(out, ownOffice), { recursive: true });
      }
    },
  };
}

/** The add-in as Excel loads it: the pane's page with the functions in one shared runtime. */
export default defineConfig({
  root,
  base: '/',
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
    rolldownOptions: { input: join(root, 'taskpane/index.html') },
  },
  server: { port: 3000, strictPort: true },
  preview: { port: 3000, strictPort: true },
});
