import type { Options } from './runs';

/** The call of the API that does what the page does, as code. The key stays in a variable. */

export type Dialect = 'curl' | 'JavaScript' | 'Python' | 'Java';

export const DIALECTS: Dialect[] = ['curl', 'JavaScript', 'Python', 'Java'];

function fields(options: Options): [string, string][] {
  const all: [string, string][] = [
    ['ModelId', options.model],
    ['Prompt', options.prompt.trim()],
    ['Channels', options.separate ? 'separate' : ''],
    ['Channel', options.channel.trim()],
    ['UserIdentifier', options.user.trim()],
  ];
  return all.filter(([, value]) => value !== '');
}

/**
 * A file as the option -F of curl reads it: an unquoted name ends at a semicolon or a comma, and loses spaces at its
 * ends; a quoted one has escapes. A minus sign would be the standard input.
 */
function upload(file: string): string {
  const path = file === '-' ? './-' : file;
  return /[;,"]|^\s|\s$/.test(path) ? `File=@"${path.replace(/["\\]/g, '\\$&')}"` : `File=@${path}`;
}

const shell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const literal = (text: string): string => JSON.stringify(text);

export function code(dialect: Dialect, options: Options, file: string, url: string): string {
  const given = fields(options);
  switch (dialect) {
    case 'curl':
      return [
        `curl ${shell(url)}`,
        `  -H "X-API-KEY: $ESCRIBA_KEY"`,
        `  -F ${shell(upload(file))}`,
        ...given.map(([name, value]) => `  --form-string ${shell(`${name}=${value}`)}`),
      ].join(' \\\n');
    case 'JavaScript':
      return `import { readFile } from 'node:fs/promises';

const form = new FormData();
form.append('File', new Blob([await readFile(${literal(file)})]), ${literal(file)});
${given.map(([name, value]) => `form.append('${name}', ${literal(value)});\n`).join('')}const response = await fetch(${literal(url)}, {
  method: 'POST',
  headers: { 'X-API-KEY': process.env.ESCRIBA_KEY },
  body: form,
});
console.log((await response.json()).transcript);`;
    case 'Python':
      return `import os, requests

with open(${literal(file)}, "rb") as recording:
    response = requests.post(
        ${literal(url)},
        headers={"X-API-KEY": os.environ["ESCRIBA_KEY"]},
        files={"File": recording},
        data={${given.map(([name, value]) => `\n            "${name}": ${literal(value)},`).join('')}${given.length > 0 ? '\n        ' : ''}},
    )
response.raise_for_status()
print(response.json()["transcript"])`;
    default:
      return `var body = new java.io.ByteArrayOutputStream();
${given
  .map(
    ([name, value]) =>
      `body.write(("--part\\r\\nContent-Disposition: form-data; name=\\"${name}\\"\\r\\n\\r\\n"\n    + ${literal(value)} + "\\r\\n").getBytes("UTF-8"));\n`,
  )
  .join('')}body.write("--part\\r\\nContent-Disposition: form-data; name=\\"File\\"; filename=\\"recording\\"\\r\\n\\r\\n".getBytes());
java.nio.file.Files.copy(java.nio.file.Path.of(${literal(file)}), body);
body.write("\\r\\n--part--\\r\\n".getBytes());
var request = java.net.http.HttpRequest.newBuilder(java.net.URI.create(${literal(url)}))
    .header("X-API-KEY", System.getenv("ESCRIBA_KEY"))
    .header("Content-Type", "multipart/form-data; boundary=part")
    .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())).build();
System.out.println(java.net.http.HttpClient.newHttpClient()
    .send(request, java.net.http.HttpResponse.BodyHandlers.ofString()).body());`;
  }
}
