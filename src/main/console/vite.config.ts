import { defineConfig, type Plugin } from 'vite';

declare const process: { env: Record<string, string | undefined> };
// @ts-ignore: a script of the build, without types
import { texts } from './texts.mjs';

/**
 * The texts of the console, from the resource bundles of the service: one module for each language. Both are in one file:
 * an import at run time would pack a helper of Vite.
 */
function resourceBundles(): Plugin {
  return {
    name: 'resource-bundles',
    resolveId: (id) => (id.startsWith('virtual:texts/') ? '\0' + id : undefined),
    load: (id) =>
      id.startsWith('\0virtual:texts/') ? `export default ${JSON.stringify(texts(id.slice(-2)))};` : undefined,
  };
}

export default defineConfig({
  base: './',
  plugins: [resourceBundles()],
  build: {
    target: 'es2022',
    outDir: process.env.ESCRIBA_CONSOLE_OUT ?? 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    sourcemap: false,
  },
  server: { host: '127.0.0.1' },
});
