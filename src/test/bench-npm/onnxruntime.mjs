// The plain loop over the published graphs with onnxruntime-node: greedy, one token a step, the audio's part of the cache kept from the first step.
//
//   node onnxruntime.mjs MODEL_DIRECTORY THREADS
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ort from 'onnxruntime-node';
import { serve } from './lines.mjs';

const START = 1, END = 2, TOKENS_A_SECOND = 6.5;
const [model, threads] = process.argv.slice(2);
const options = { intraOpNumThreads: Number(threads), interOpNumThreads: 1 };
const encoder = await ort.InferenceSession.create(join(model, 'encoder_model.onnx'), options);
const decoder = await ort.InferenceSession.create(join(model, 'decoder_model_merged.onnx'), options);
const pieces = readFileSync(join(model, 'tokens.txt'), 'utf8').trimEnd().split('\n').map((line) => Buffer.from(line.split(' ')[0], 'base64').toString());

const caches = decoder.inputNames.filter((name) => name.startsWith('past_key_values.'));
const shape = decoder.inputMetadata.find(({ name }) => name === caches[0]).shape;
const nothing = () => new ort.Tensor('float32', new Float32Array(0), [0, shape[1], 1, shape[3]]);

function best(logits) {
  let highest = 0;
  for (let token = 1; token < logits.length; token++) if (logits[token] > logits[highest]) highest = token;
  return highest;
}

/** Pieces are words with a mark for the space before them, or single bytes such as <0xC3>. */
function text(tokens) {
  const bytes = tokens.map((token) => {
    const single = pieces[token].match(/^<0x([0-9A-F]{2})>$/);
    return single ? Buffer.from([parseInt(single[1], 16)]) : Buffer.from(pieces[token].replaceAll('\u2581', ' '));
  });
  return Buffer.concat(bytes).toString().trim();
}

await serve(async (samples) => {
  const { last_hidden_state: audio } = await encoder.run({ input_values: new ort.Tensor('float32', samples, [1, samples.length]) });
  const inputs = Object.fromEntries(caches.map((name) => [name, nothing()]));
  inputs.encoder_hidden_states = audio;
  const tokens = [];
  const most = Math.ceil((samples.length / 16000) * TOKENS_A_SECOND);
  for (let token = START; tokens.length < most; ) {
    inputs.input_ids = new ort.Tensor('int64', [BigInt(token)], [1, 1]);
    inputs.use_cache_branch = new ort.Tensor('bool', [tokens.length > 0]);
    const outputs = await decoder.run(inputs);
    token = best(outputs.logits.data);
    if (token === END) break;
    for (const name of caches) {
      if (tokens.length === 0 || name.includes('.decoder.')) inputs[name] = outputs[name.replace('past_key_values', 'present')];
    }
    tokens.push(token);
  }
  return text(tokens);
});
