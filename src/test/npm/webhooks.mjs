// Verifies a message with the library of Standard Webhooks, unmodified, and prints what it says as one line of JSON.
//
//   node webhooks.mjs SECRET HEADERS BODY   HEADERS are the headers of the message as JSON
import { Webhook } from 'standardwebhooks';

const [secret, headers, body] = process.argv.slice(2);
try {
  console.log(JSON.stringify({ verified: true, message: new Webhook(secret).verify(body, JSON.parse(headers)) }));
} catch (error) {
  console.log(JSON.stringify({ verified: false, error: error.constructor.name, reason: error.message }));
}
