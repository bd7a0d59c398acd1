const KEPT = 'escriba.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

export type Theme = 'light' | 'dark';

function kept(): Theme | undefined {
  const value = localStorage.getItem(KEPT);
  return value === 'light' || value === 'dark' ? value : undefined;
}

export function theme(): Theme {
  return kept() ?? (dark.matches ? 'dark' : 'light');
}

export function applyTheme(): void {
  document.documentElement.dataset.theme = theme();
}

export function chooseTheme(chosen: Theme): void {
  localStorage.setItem(KEPT, chosen);
  applyTheme();
  document.dispatchEvent(new Event('theme'));
}

dark.addEventListener('change', () => {
  applyTheme();
  document.dispatchEvent(new Event('theme'));
});
