import { language } from './texts';

/** Everything that the page does goes through the public API of the service. */

export interface Me {
  name: string;
  accountId: string;
  roles: string[];
  models: string[] | null;
}
export interface Model {
  id: string;
  name: string;
  provider: string;
  languages: string[];
  isDefault: boolean;
  licence: string;
  enabled: boolean;
  fallback: string[];
  limits: { maxAudioSeconds?: number; maxTokensPerMinute?: number };
  price: { perMinute: number; perMillionPromptTokens: number; perMillionCompletionTokens: number; currency?: string; validFrom?: string };
  health: { state: string; reason?: string };
  /** Only for people who may change the model. */
  remote?: { upstream: string; model: string };
  version?: number;
}
export interface Cost {
  completion: number;
  prompt: number;
  total: number;
  currency: string | null;
}
export interface Instance {
  instanceId: string;
  state: string;
  modelId: string;
  /** Null until the instance has succeeded. */
  answeredBy: string | null;
  key: string;
  userIdentifier: string | null;
  channel: string | null;
  format: string;
  fileBytes: number;
  metadata: { language: string | null; duration: string | null };
  tokenUsage: { completionTokens: number; promptTokens: number; totalTokens: number } | null;
  cost: Cost | null;
  failure: string | null;
  startedAt: string;
  finishedAt: string | null;
  transcriptStored: boolean;
  transcript: string | null;
  /** Null for an instance of an earlier version. */
  requestId: string | null;
}
export interface Page<T> {
  items: T[];
  next: string | null;
}
export interface Word {
  word: string;
  start: number;
  end: number;
  confidence?: number;
}
export interface Correction {
  machineText: string;
  by: string;
  at: string;
}
export interface Segment {
  id: number;
  start: number;
  end: number;
  text: string;
  language?: string;
  channel?: number;
  speaker?: string;
  words?: Word[];
  correction?: Correction;
}
export interface Transcript {
  instanceId: string;
  fileSha256?: string;
  deletedOn?: string;
  language?: string;
  languages: string[];
  duration: number;
  text: string;
  segments: Segment[];
}
export interface Peaks {
  intervalMs: number;
  peaks: number[];
}
export interface Balance {
  accountId: string;
  balance: number;
  held: number;
  currency: string;
}
export interface LedgerLine {
  line: number;
  kind: string;
  amount: number;
  balanceAfter: number;
  instanceId: string | null;
  reason: string | null;
  author: string | null;
  bookedAt: string;
}
export interface UsageItem {
  group: string | null;
  /** The name of what `group` is the id of. */
  name?: string | null;
  executions: number;
  audioSeconds: number;
  promptTokens: number;
  completionTokens: number;
  cost: { completion: number; prompt: number; total: number };
}
export interface Usage {
  groupBy: string;
  from: string;
  to: string;
  currency: string;
  items: UsageItem[];
  total: UsageItem;
}
export interface Setting {
  key: string;
  value: string | null;
  defaultValue: string | null;
  configured: boolean;
}
export interface Account {
  id: string;
  name: string;
  currency: string;
  requestsPerMinute: number | null;
  createdAt: string;
  /** Absent where the service cannot disable accounts. */
  enabled?: boolean;
}
export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  accountId: string;
  scopes: string[];
  requestsPerMinute: number | null;
  createdAt: string;
  createdBy: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  key: string | null;
}

/** An answer that is no success, with the reason that the service gives. Status 0: the service was not reached. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errors: Record<string, string> = {},
  ) {
    super(message);
  }
}

/** Reads the reason from the two shapes of errors that the API has. */
export function refusal(status: number, body: string): Refused {
  try {
    const json = JSON.parse(body);
    if (json.error?.message) {
      return new Refused(status, json.error.message, json.error.param ? { [json.error.param]: json.error.message } : {});
    }
    const errors: Record<string, string> = json.errors ?? {};
    const reasons = [...new Set(Object.values(errors))];
    return new Refused(status, reasons.length > 0 ? reasons.join(' ') : json.message, errors);
  } catch {
    return new Refused(status, '');
  }
}

/** The key is in the memory of this page and nowhere else. */
let key: string | undefined;
let askAgain: () => Promise<boolean> = async () => false;

export function useKey(secret: string | undefined): void {
  key = secret;
}

export function hasKey(): boolean {
  return key !== undefined;
}

/** Has the page ask for a sign-in when a request finds that the last one is over. It answers whether there is a new one. */
export function onSessionOver(ask: () => Promise<boolean>): void {
  askAgain = ask;
}

export function signInAgain(): Promise<boolean> {
  return askAgain();
}

/** An address of the service, wherever it is deployed. */
export function address(path: string, query: Record<string, string | undefined> = {}): string {
  const url = new URL(path, document.baseURI.split('#')[0]);
  for (const [name, value] of Object.entries(query)) {
    if (value) {
      url.searchParams.set(name, value);
    }
  }
  return url.toString();
}

export function headers(): Record<string, string> {
  return { 'Accept-Language': language(), ...(key === undefined ? {} : { 'X-API-KEY': key }) };
}

export interface Ask {
  method?: string;
  query?: Record<string, string | undefined>;
  body?: unknown;
  accept?: string;
  more?: Record<string, string>;
  signal?: AbortSignal;
  /** Whether the page asks the person to sign in where the service wants a credential. */
  patient?: boolean;
}

export async function ask(path: string, how: Ask = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address(path, how.query), {
      method: how.method ?? 'GET',
      headers: {
        ...headers(),
        Accept: how.accept ?? 'application/json',
        ...(how.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...how.more,
      },
      body: how.body === undefined ? undefined : JSON.stringify(how.body),
      signal: how.signal,
      redirect: 'error',
      cache: 'no-store',
    });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') {
      throw failure;
    }
    throw new Refused(0, '');
  }
  if (response.status === 401 && how.patient !== false && (await askAgain())) {
    return ask(path, how);
  }
  if (!response.ok) {
    throw refusal(response.status, await response.text());
  }
  return response;
}

export async function get<T>(path: string, query: Record<string, string | undefined> = {}): Promise<T> {
  return (await ask(path, { query })).json();
}

/** Hands a file to the person. */
export function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
