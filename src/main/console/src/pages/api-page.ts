import { html, nothing, type TemplateResult } from 'lit';
import { address, ask } from '../api';
import { reason } from '../jobs';
import { t } from '../texts';
import { copy, icon, say, trouble, View } from '../view';

type Json = any;

interface Operation {
  method: string;
  path: string;
  spec: Json;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The description of the API as a page: operations, their fields, answers and calls. The descriptions are in English. */
class ApiPage extends View {
  static override properties = { described: { state: true }, failure: { state: true }, wanted: { state: true } };
  declare described: Json;
  declare failure: string;
  declare wanted: string;

  constructor() {
    super();
    this.described = undefined;
    this.failure = '';
    this.wanted = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'language', () => this.requestUpdate());
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.described = await (await ask('openapi', { query: { format: 'json' } })).json();
      this.failure = '';
    } catch (failure) {
      this.failure = reason(failure);
    }
  }

  /** The object that a reference names. */
  private at(node: Json): Json {
    const path: string | undefined = node?.$ref;
    return path ? path.slice(2).split('/').reduce((found: Json, part) => found?.[part], this.described) : node;
  }

  private operations(): Map<string, Operation[]> {
    const byTag = new Map<string, Operation[]>();
    const needle = this.wanted.trim().toLowerCase();
    for (const [path, item] of Object.entries<Json>(this.described?.paths ?? {})) {
      for (const method of METHODS.filter((one) => item[one])) {
        const spec = item[method];
        if (`${method} ${path} ${spec.summary}`.toLowerCase().includes(needle)) {
          const tag: string = spec.tags?.[0] ?? '';
          byTag.set(tag, [...(byTag.get(tag) ?? []), { method, path, spec }]);
        }
      }
    }
    return byTag;
  }

  override render(): TemplateResult {
    const found = this.operations();
    return html`<div class="page">
      <div class="head">
        <div>
          <h1>${t('nav.api')}</h1>
          <p>${t('api.subtitle')}</p>
        </div>
        <div class="actions">
          <a class="btn" href=${address('openapi')} download="openapi.yaml">${icon('download')}OpenAPI</a>
        </div>
      </div>
      ${trouble(this.failure, () => void this.load())}
      ${this.described
        ? html`<div class="find">
              ${icon('find')}
              <input class="input" type="search" aria-label=${t('api.find')} placeholder=${t('find.short')}
                @input=${(event: Event) => (this.wanted = (event.target as HTMLInputElement).value)} />
            </div>
            ${[...found].map(([tag, operations]) => this.tag(tag, operations))}
            ${found.size === 0 ? html`<div class="card empty">${icon('find')}<b>${t('find.none')}</b></div>` : nothing}`
        : nothing}
    </div>`;
  }

  private tag(tag: string, operations: Operation[]): TemplateResult {
    const about = this.described.tags?.find((one: Json) => one.name === tag)?.description;
    return html`<section class="card" aria-label=${tag} lang="en">
      <div class="pad">
        <h2>${tag}</h2>
        <p class="soft">${about}</p>
      </div>
      ${operations.map((operation) => this.operation(operation))}
    </section>`;
  }

  private operation({ method, path, spec }: Operation): TemplateResult {
    const parameters = (spec.parameters ?? []).map((one: Json) => this.at(one));
    const [type, body] = Object.entries<Json>(spec.requestBody?.content ?? {})[0] ?? [];
    const call = this.call(method, path, type, body);
    return html`<details class="operation">
      <summary>
        <span class="tag ${method === 'get' ? 'busy' : method === 'delete' ? 'bad' : 'good'}">${method.toUpperCase()}</span>
        <span class="mono">${path}</span>
        <span class="soft small">${spec.summary}</span>
      </summary>
      <div class="stack">
        ${spec.description ? html`<p>${spec.description}</p>` : nothing}
        <p class="small soft">${t('api.roles', (spec['x-roles'] ?? []).join(', '))}</p>
        ${parameters.length > 0 ? this.fields(t('api.parameters'), parameters.map((one: Json) => [one.name, one.schema, one.description, one.required])) : nothing}
        ${body ? this.fields(`${t('api.body')} · ${type}`, this.members(body.schema)) : nothing}
        ${Object.entries<Json>(spec.responses).filter(([status]) => status.startsWith('2')).map(([status, answer]) => {
          const schema = this.at(answer).content?.['application/json']?.schema;
          const members = schema ? this.members(schema) : [];
          return members.length > 0 ? this.fields(`${t('api.answer')} ${status}`, members) : nothing;
        })}
        <p class="small soft">${t('api.errors', Object.keys(spec.responses).filter((status) => !status.startsWith('2')).join(', '))}</p>
        <div class="bar">
          <pre class="code grow" tabindex="0" aria-label="curl">${call}</pre>
          <button class="btn compact icon" aria-label=${t('copy')} title=${t('copy')} @click=${async () => say(t((await copy(call)) ? 'copied' : 'not-copied'))}>
            ${icon('copy')}
          </button>
        </div>
      </div>
    </details>`;
  }

  private members(schema: Json): [string, Json, string | undefined, boolean][] {
    const known = this.at(schema);
    const object = known?.type === 'array' ? this.at(known.items) : known;
    return Object.entries<Json>(object?.properties ?? {}).map(([name, member]) => [
      name,
      member,
      this.at(member)?.description,
      (object.required ?? []).includes(name),
    ]);
  }

  private fields(title: string, rows: [string, Json, string | undefined, boolean][]): TemplateResult {
    return html`<div>
      <h3 class="small">${title}</h3>
      <dl class="rows">
        ${rows.map(
          ([name, schema, description, required]) =>
            html`<div>
              <dt><span class="mono">${name}</span>${required ? html` <span class="small">${t('api.required')}</span>` : nothing}</dt>
              <dd><span class="mono soft">${this.type(schema)}</span>${description ? html`<div class="small">${description}</div>` : nothing}</dd>
            </div>`,
        )}
      </dl>
    </div>`;
  }

  private type(schema: Json): string {
    const known = this.at(schema);
    if (!known) {
      return '';
    }
    const name = schema.$ref?.split('/').pop();
    if (known.type === 'array') {
      return `${this.type(known.items)}[]`;
    }
    return name ?? (known.enum ? known.enum.join(' | ') : [known.type, known.format].filter((part) => part).join(', '));
  }

  private call(method: string, path: string, type: string | undefined, body: Json): string {
    const lines = [`curl -X ${method.toUpperCase()} '${address(path.slice(1)).replaceAll('%7B', '{').replaceAll('%7D', '}')}'`];
    lines.push(path.startsWith('/v1/') ? '  -H "Authorization: Bearer $ESCRIBA_KEY"' : '  -H "X-API-KEY: $ESCRIBA_KEY"');
    if (type === 'application/json') {
      const example = body.example ?? Object.values<Json>(body.examples ?? {})[0]?.value ?? {};
      lines.push(`  -H 'Content-Type: application/json'`, `  -d '${JSON.stringify(example).replaceAll("'", `'\\''`)}'`);
    } else if (type) {
      const required: string[] = this.at(body.schema)?.required ?? [];
      lines.push(...required.map((name) => `  -F '${name}=${/file/i.test(name) ? '@recording.mp3' : '...'}'`));
    }
    return lines.join(' \\\n');
  }
}

customElements.define('es-api', ApiPage);
