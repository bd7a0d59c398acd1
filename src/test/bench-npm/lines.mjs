// What both engines have in common: requests are lines of standard input, answers are lines of JSON on standard output.
//
//   load FILE   reads mono samples at 16 kHz (32 bit floats, little endian, no header) and keeps them: {"samples": n}
//   write FILE  writes down what is said in it: {"text": "...", "millis": n}
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export async function serve(transcribe) {
  const recordings = new Map();
  console.log(JSON.stringify({ ready: true }));
  for await (const line of createInterface({ input: process.stdin })) {
    const [command, file] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
    if (command === 'load') {
      const bytes = readFileSync(file);
      recordings.set(file, new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)));
      console.log(JSON.stringify({ samples: recordings.get(file).length }));
    } else {
      const start = performance.now();
      const text = await transcribe(recordings.get(file));
      console.log(JSON.stringify({ text, millis: performance.now() - start }));
    }
  }
}
