// Reads the texts of the console from the resource bundles of the service, as the page uses them.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PREFIX = 'console.';
const bundles =
  process.env.ESCRIBA_BUNDLES ?? join(dirname(fileURLToPath(import.meta.url)), '../resources/dev/escriba/culture');

/** The languages that have a bundle. */
export function languages() {
  return readdirSync(bundles)
    .map((name) => /^messages_([a-z]{2})\.properties$/.exec(name)?.[1])
    .filter((language) => language !== undefined)
    .sort();
}

/** The texts of a language by their keys, without the prefix of the console, in the order of the keys. */
export function texts(language) {
  const lines = readFileSync(join(bundles, `messages_${language}.properties`), 'utf8').split(/\r?\n/);
  const found = lines
    .filter((line) => line.startsWith(PREFIX))
    .map((line) => [line.slice(PREFIX.length, line.indexOf('=')), line.slice(line.indexOf('=') + 1).replaceAll("''", "'")]);
  return Object.fromEntries(found.sort(([one], [other]) => (one < other ? -1 : 1)));
}
