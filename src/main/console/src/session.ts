import { ask, get, useKey, type Me, type Model } from './api';

/** Who uses the page, and what the catalogue offers to that person. */

let person: Me | undefined;
let catalogue: Promise<Model[]> | undefined;

export function me(): Me | undefined {
  return person;
}

/** Signs in with a key, or with the session of the browser. */
export async function enter(key?: string): Promise<Me> {
  useKey(key);
  try {
    const known: Me = await (await ask('api/v2/Me', { patient: false })).json();
    catalogue = undefined;
    person = known;
    return known;
  } catch (refused) {
    useKey(undefined);
    throw refused;
  }
}

export function leave(): void {
  person = undefined;
  catalogue = undefined;
  useKey(undefined);
}

export function models(): Promise<Model[]> {
  catalogue ??= get<Model[]>('api/v2/AIModels').then((all) =>
    all.filter((model) => !person?.models || person.models.includes(model.id)),
  );
  catalogue.catch(() => (catalogue = undefined));
  return catalogue;
}

/** Reads the catalogue again the next time: the person has changed it. */
export function forgetModels(): void {
  catalogue = undefined;
}

function hasAny(...roles: string[]): boolean {
  return roles.some((role) => person?.roles.includes(role));
}

/** What is shown. The server decides what is allowed. */
export const may = {
  transcribe: () => hasAny('transcriber', 'administrator'),
  readInstances: () => hasAny('transcriber', 'instances-reader', 'auditor', 'administrator'),
  cancel: () => hasAny('transcriber', 'instances-writer', 'administrator'),
  readUsage: () => hasAny('usage-reader', 'auditor', 'administrator'),
  readBalance: () => hasAny('transcriber', 'usage-reader', 'auditor', 'administrator'),
  readModels: () => hasAny('transcriber', 'instances-reader', 'usage-reader', 'auditor', 'models-writer', 'administrator'),
  changeModels: () => hasAny('models-writer', 'administrator'),
  administer: () => hasAny('administrator'),
};

/** What the server says of sign-on in the page: "openid" where people sign in there, "session" where they may have. */
export function signOn(): Set<string> {
  const meta = document.querySelector<HTMLMetaElement>('meta[name=escriba-sign-on]');
  return new Set((meta?.content ?? '').split(' ').filter((word) => word));
}
