// Uploads and downloads one file with the file manager of the hub's client, and prints what came back as one line of JSON.
//
//   node files.mjs BASE_URL API_KEY FILE
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { SerenityClient } from '@serenity-star/sdk';

const [baseUrl, apiKey, path] = process.argv.slice(2);
const client = new SerenityClient({ apiKey, baseUrl });
const manager = client.agents.activities.create('any').fileManager;
const file = new File([readFileSync(path)], basename(path));
try {
  const { id, downloadUrl } = await manager.upload(file, { fileName: file.name });
  const bytes = (await manager.download(downloadUrl)).size;
  // the address that other parts of the client make of the id
  const again = (await manager.download(`${baseUrl}/file/download/${id}`)).size;
  // the client reads the body of a refusal twice, so that it does not know the status
  const published = await manager.upload(file, { public: true }).then(() => true, () => false);
  console.log(JSON.stringify({ result: { id, bytes: bytes === again ? bytes : -1, published } }));
} catch (error) {
  console.log(JSON.stringify({ error: { message: String(error.message ?? error), ...error } }));
}
