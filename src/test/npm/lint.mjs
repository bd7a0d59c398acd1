// Prints what Redocly finds in a description of the API, as one JSON object: the totals and the problems.
//
//   node lint.mjs DESCRIPTION
import { spawnSync } from 'node:child_process';

// it asks no other host for anything
const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
const lint = ['node_modules/@redocly/cli/bin/cli.js', 'lint', '--extends=recommended', '--format=json', process.argv[2]];
const { stdout, stderr } = spawnSync(process.execPath, lint, { env, encoding: 'utf8' });
if (!stdout) {
  throw new Error(stderr);
}
console.log(stdout);
