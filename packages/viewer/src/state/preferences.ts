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

export function applyTheme(choice: ThemeChoice): void {
  const { dataset } = document.documentElement;
  if (choice === 'system') delete dataset.theme;
  else dataset.theme = choice;
  try {
    localStorage.setItem(key, choice);
  } catch {
    // Only this visit then.
  }
}
