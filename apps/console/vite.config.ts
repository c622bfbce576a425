import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressAssets } from './compress-assets.ts';

/** Relative, so that the console works below any ROUTE_PREFIX: the API writes the page's `<base>`. */
const BASE = './';

export default defineConfig({
  base: BASE,
  plugins: [react(), compressAssets()],
  resolve: { conditions: ['payserver-source', 'module', 'browser', 'production'] },
  build: {
    target: 'es2022',
    // Inlined files would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    // Both are for the licences of what is bundled, which the page links to.
    license: { fileName: 'licences.md' },
    // check-size.mjs reads it.
    manifest: 'manifest.json',
    chunkSizeWarningLimit: 700,
  },
});
