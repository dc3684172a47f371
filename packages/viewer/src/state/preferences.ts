export type ThemeChoice = 'system' | 'light' | 'dark';

const themeKey = 'cinderlog-theme';
const wheelKey = 'cinderlog-wheel';

/** The choice of the last visit. Storage is refused to some pages, as to files in some browsers: then the system decides. */
export function readThemeChoice(): ThemeChoice {
  const stored = recall(themeKey);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
let chosen: ThemeChoice = 'system';
systemIsDark.addEventListener('change', showTheme);

/** Colours the page as it was chosen; the system's own choice is followed when it changes. */
export function applyTheme(choice: ThemeChoice): void {
  chosen = choice;
  showTheme();
  keep(themeKey, choice);
}

function showTheme(): void {
  document.documentElement.dataset.theme = chosen === 'system' ? (systemIsDark.matches ? 'dark' : 'light') : chosen;
}

/** Whether the wheel zooms, rather than scrolls; as it was left at the last visit. */
export function readWheelZooms(): boolean {
  return recall(wheelKey) === 'zoom';
}

/** Remembers whether the wheel zooms. */
export function keepWheelZooms(zooms: boolean): void {
  keep(wheelKey, zooms ? 'zoom' : 'scroll');
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Only this visit then.
  }
}
