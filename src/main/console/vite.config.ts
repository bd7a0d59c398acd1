import { defineConfig, type Plugin } from 'vite';

declare const process: { env: Record<string, string | undefined> };
// @ts-ignore: a script of the build, without types
import { languages, texts } from './texts.mjs';

/**
 * The texts of the console by language, from the resource bundles of the service. All are in one file: an import at run
 * time would pack a helper of Vite.
 */
function resourceBundles(): Plugin {
  return {
    name: 'resource-bundles',
    resolveId: (id) => (id === 'virtual:texts' ? '\0' + id : undefined),
    load: (id) =>
      id === '\0virtual:texts'
        ? `export default ${JSON.stringify(Object.fromEntries(languages().map((name: string) => [name, texts(name)])))};`
        : undefined,
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
