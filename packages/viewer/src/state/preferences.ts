export type ThemeChoice = 'system' | 'light' | 'dark';

const key = 'cinderlog-theme';

/** The choice of the last visit. Storage is refused to some pages, as to files in some browsers: then the system decides. */
export function readThemeChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(key);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
let chosen: ThemeChoice = 'system';
systemIsDark.addEventListener('change', showTheme);

/** Colours the page as it was chosen; the system's own choice is followed when it changes. */
export function applyTheme(choice: ThemeChoice): void {
  chosen = choice;
  showTheme();
  try {
    localStorage.setItem(key, choice);
  } catch {
    // Only this visit then.
  }
}

function showTheme(): void {
  document.documentElement.dataset.theme = chosen === 'system' ? (systemIsDark.matches ? 'dark' : 'light') : chosen;
}
