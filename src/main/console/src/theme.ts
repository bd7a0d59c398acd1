import { keep, kept } from './kept';

const KEPT = 'escriba.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

export type Theme = 'light' | 'dark';

function read(): Theme | undefined {
  const value = kept(KEPT);
  return value === 'light' || value === 'dark' ? value : undefined;
}

let chosenNow = read();

export function theme(): Theme {
  return chosenNow ?? (dark.matches ? 'dark' : 'light');
}

export function applyTheme(): void {
  document.documentElement.dataset.theme = theme();
}

export function chooseTheme(chosen: Theme): void {
  chosenNow = chosen;
  keep(KEPT, chosen);
  applyTheme();
  document.dispatchEvent(new Event('theme'));
}

dark.addEventListener('change', () => {
  applyTheme();
  document.dispatchEvent(new Event('theme'));
});
