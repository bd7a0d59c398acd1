// sherpa-onnx with the packed files of a model, as they are.
//
//   node sherpa.mjs MODEL_DIRECTORY THREADS
import { join } from 'node:path';
import sherpa from 'sherpa-onnx-node';
import { serve } from './lines.mjs';

const [model, threads] = process.argv.slice(2);
const recognizer = new sherpa.OfflineRecognizer({
  featConfig: { sampleRate: 16000, featureDim: 80 },
  modelConfig: {
    moonshine: { encoder: join(model, 'encoder_model.onnx'), mergedDecoder: join(model, 'decoder_model_merged.onnx') },
    tokens: join(model, 'tokens.txt'),
    numThreads: Number(threads),
    provider: 'cpu',
    debug: 0,
  },
});

await serve((samples) => {
  const stream = recognizer.createStream();
  stream.acceptWaveform({ sampleRate: 16000, samples });
  recognizer.decode(stream);
  return recognizer.getResult(stream).text.trim();
});
