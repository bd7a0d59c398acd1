// Writes the description of the API as JSON too, for the WAR.
//
//   node describe-as-json.mjs WORK_DIRECTORY OPENAPI_YAML OPENAPI_JSON
//
// The work directory is that of pack-models.mjs, which has installed the packages.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const [work, source, target] = process.argv.slice(2, 5).map((path) => resolve(path));
const { parse } = createRequire(join(work, 'package.json'))('yaml');
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, JSON.stringify(parse(readFileSync(source, 'utf8'))));
