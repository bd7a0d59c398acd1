/** What the browser keeps for the next visit. Some browsers keep nothing, and refuse to be asked. */

export function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // the choice holds for this visit
  }
}
