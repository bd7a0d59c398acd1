// Prints what the validator of the W3C finds in a WebVTT file, as one JSON object: the cues and the errors.
//
//   node check-vtt.mjs FILE
import { readFileSync } from 'node:fs';
import validator from 'webvtt-parser';

const { cues, errors } = new validator.WebVTTParser().parse(readFileSync(process.argv[2], 'utf8'), 'metadata');
const texts = new validator.WebVTTParser().parse(readFileSync(process.argv[2], 'utf8'), 'subtitles');
console.log(JSON.stringify({
  errors: [...errors, ...texts.errors].map(error => `${error.line}: ${error.message}`),
  cues: cues.map(cue => ({ start: cue.startTime, end: cue.endTime, text: cue.text })),
}));
