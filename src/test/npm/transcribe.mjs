// Transcribes one file with the hub's client and prints what came back, or what it threw, as one line of JSON.
//
//   node transcribe.mjs BASE_URL API_KEY FILE [FIELDS as JSON]
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { SerenityClient } from '@serenity-star/sdk';

const [baseUrl, apiKey, path, fields] = process.argv.slice(2);
const client = new SerenityClient({ apiKey, baseUrl });
const file = new File([readFileSync(path)], basename(path));
try {
  const result = await client.services.audio.transcribe(file, fields ? JSON.parse(fields) : undefined);
  console.log(JSON.stringify({ result }));
} catch (error) {
  console.log(JSON.stringify({ error }));
}
