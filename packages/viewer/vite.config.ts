import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * What the page may do, for hosts that send no such header. WebAssembly unpacks zstd and scans lines; its bytes come from a data
 * address inside the bundle.
 */
const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; " +
  "connect-src 'self' data:; worker-src 'self'; base-uri 'none'; form-action 'none'";

const addPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
  ],
};

/** `vite build` makes the app for servers; `vite build --mode report` the one script and style of the single-file report. */
export default defineConfig(({ mode }) => ({
  root: here('.'),
  base: './',
  resolve: { alias: { '@cinderlog/core': here('../core/src/index.ts') } },
  plugins: [svelte(), ...(mode === 'report' ? [] : [addPolicy])],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    modulePreload: false,
    emptyOutDir: true,
    // Beside the command line, which serves it and puts it into reports.
    outDir: here(`../cli/dist/viewer/${mode === 'report' ? 'report' : 'app'}`),
    ...(mode === 'report' && {
      lib: { entry: here('src/report.ts'), formats: ['iife' as const], name: 'cinderlog', fileName: () => 'report.js' },
      cssCodeSplit: false,
    }),
  },
}));
