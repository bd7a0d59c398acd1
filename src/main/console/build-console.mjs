// Builds the page of the console, for the WAR. It installs the packages of package-lock.json (npm checks their
// digests), checks the types, and bundles. Usage: node build-console.mjs WORK_DIRECTORY BUNDLES [--console=true|false]
//
// BUNDLES is the directory of the resource bundles. The result is WORK_DIRECTORY/dist; it is empty without the console.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const [work, bundles] = process.argv.slice(2, 4).map((path) => resolve(path));
const wanted = !process.argv.includes('--console=false');
const here = dirname(fileURLToPath(import.meta.url));
const dist = join(work, 'dist');
const stamp = join(work, 'built');
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

if (!wanted) {
  rmSync(dist, { recursive: true, force: true });
  rmSync(stamp, { force: true });
  mkdirSync(dist, { recursive: true });
  process.exit(0);
}

// what Vite needs
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19) || major === 21 || (major === 22 && minor < 12)) {
  console.error(
    `The console needs Node.js 20.19 or later, or 22.12 or later; this is ${process.versions.node}. -Describa.console=false leaves the console out.`,
  );
  process.exit(1);
}

const own = (path) => !path.split(sep).some((part) => part === 'node_modules' || part === 'dist');
function files(directory) {
  return readdirSync(directory)
    .sort()
    .map((name) => join(directory, name))
    .filter((path) => own(path.slice(here.length)))
    .flatMap((path) => (statSync(path).isDirectory() ? files(path) : [path]));
}
const texts = readdirSync(bundles)
  .sort()
  .map((name) => join(bundles, name));
const recipe = sha256(...[...files(here), ...texts].flatMap((path) => [path.slice(here.length), readFileSync(path)]));
if (existsSync(join(dist, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === recipe) process.exit(0);

mkdirSync(work, { recursive: true });
rmSync(join(work, 'src'), { recursive: true, force: true });
cpSync(here, work, { recursive: true, filter: (path) => own(path.slice(here.length)) });
const installed = join(work, 'installed');
const lock = sha256(readFileSync(join(here, 'package-lock.json')));
if (!existsSync(installed) || readFileSync(installed, 'utf8') !== lock) {
  rmSync(installed, { force: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: work, stdio: 'inherit' });
  writeFileSync(installed, lock);
}
const environment = { ...process.env, ESCRIBA_BUNDLES: bundles, NODE_ENV: 'production' };
const run = (script, ...args) => execFileSync(process.execPath, [join(work, 'node_modules', script), ...args], { cwd: work, stdio: 'inherit', env: environment });
run('typescript/bin/tsc', '--noEmit');
run('vite/bin/vite.js', 'build', '--logLevel', 'warn');
writeFileSync(stamp, recipe);
