/** Where a person is in the page: `#/billing?account=ID`. A person can store such an address, and send it to another. */
export interface Place {
  parts: string[];
  /** The account that the page is about; empty for that of the person. */
  account: string;
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads the address of the page. One that the page did not make leads to the beginning. */
export function place(): Place {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const account = (new URLSearchParams(query).get('account') ?? '').toLowerCase();
  try {
    const parts = path.split('/').filter((part) => part).map(decodeURIComponent);
    return { parts, account: ID.test(account) ? account : '' };
  } catch {
    return { parts: [], account: '' };
  }
}

/** An address in the page. */
export function link(path: string, account = ''): string {
  return account ? `#/${path}?account=${account}` : `#/${path}`;
}
