// Checks a manifest against the schemas of Kubernetes, and that it names no field that they do not have; prints {"kinds": [...], "problems": [...]}.
//
//   node kubernetes.mjs FILE
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseAllDocuments } from 'yaml';

const require = createRequire(import.meta.url);
const kinds = [], problems = [];

/** The same value, whose fields are struck off the list when a validator reads them: the schemas themselves let unknown ones pass. */
function watched(value, path, unread) {
  if (value === null || typeof value !== 'object') return value;
  const fields = new Map(Object.entries(value).map(([name, field]) => [name, watched(field, `${path}.${name}`, unread)]));
  for (const name of fields.keys()) unread.add(`${path}.${name}`);
  return new Proxy(value, {
    get(target, name) {
      unread.delete(`${path}.${String(name)}`);
      return fields.has(name) ? fields.get(name) : target[name];
    },
  });
}

for (const document of parseAllDocuments(readFileSync(process.argv[2], 'utf8'), { uniqueKeys: true })) {
  for (const problem of [...document.errors, ...document.warnings]) problems.push(problem.message);
  const manifest = document.toJS();
  const { apiVersion, kind } = manifest;
  kinds.push(kind);
  const unread = new Set();
  try {
    const Model = require(`kubernetes-models/${apiVersion}`)[kind];
    // what the model copies it reads, so its validator is called on the manifest itself
    Model.prototype.validate.call(watched(manifest, kind, unread));
  } catch (problem) {
    problems.push(`${kind}: ${problem.message}`);
  }
  for (const field of unread) problems.push(`${field}: no such field`);
}
console.log(JSON.stringify({ kinds, problems }));
