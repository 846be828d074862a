import { defineConfig } from 'vite';

// The built files lie inside the crate that embeds them, so that installing the program needs no Node.
export default defineConfig({
  build: {
    outDir: '../crates/legation-web/assets/dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8222' } },
});
