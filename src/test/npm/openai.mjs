// Calls the service with OpenAI's client, unmodified, and prints what came back, or what it threw, as one line of JSON.
//
//   node openai.mjs BASE_URL API_KEY FILE FIELDS   FIELDS are the fields of the request as JSON; without FILE, the models.
//                                                  "retries" are those of the client
import { createReadStream } from 'node:fs';
import OpenAI, { toFile } from 'openai';

const [baseURL, apiKey, path, fields] = process.argv.slice(2);
const requests = { sent: 0 };
const { translate, nameless, retries = 2, ...body } = JSON.parse(fields || '{}');
const client = new OpenAI({
  apiKey,
  baseURL,
  maxRetries: retries,
  fetch: (...request) => {
    requests.sent++;
    return fetch(...request);
  },
});

async function call() {
  if (!path) {
    const all = (await client.models.list()).data;
    return { all, one: await client.models.retrieve(all[0].id) };
  }
  const file = nameless ? await toFile(createReadStream(path), 'unknown_file') : createReadStream(path);
  const audio = translate ? client.audio.translations : client.audio.transcriptions;
  const answer = await audio.create({ file, ...body });
  if (!body.stream) {
    return answer;
  }
  const events = [];
  for await (const event of answer) {
    events.push(event);
  }
  return events;
}

try {
  console.log(JSON.stringify({ result: await call(), requests: requests.sent }));
} catch (error) {
  const { status = null, code = null, param = null, type = null, message, requestID = null } = error;
  const kind = error.constructor.name;
  console.log(JSON.stringify({ error: { kind, status, code, param, type, message, requestID }, requests: requests.sent }));
}
