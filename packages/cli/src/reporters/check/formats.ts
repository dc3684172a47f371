import type { Page } from '../../terminal/page.ts';
import type { CheckReport } from './check-report.ts';

/** Formats of `check` and `compare`, by name. Loaded when asked for, so that help stays quick. */
const renderers: Record<CheckFormat, () => Promise<(report: CheckReport, page: Page) => string>> = {
  text: async () => (await import('./text.ts')).renderCheckText,
  json: async () => (await import('./json.ts')).renderCheckJson,
  markdown: async () => (await import('./markdown.ts')).renderCheckMarkdown,
  html: async () => (await import('./html.ts')).renderCheckHtml,
  junit: async () => (await import('./junit.ts')).renderJunit,
  sarif: async () => (await import('./sarif.ts')).renderSarif,
  github: async () => (await import('./github.ts')).renderGithub,
  gitlab: async () => (await import('./gitlab.ts')).renderGitlab,
};

export const checkFormats = ['text', 'json', 'markdown', 'html', 'junit', 'sarif', 'github', 'gitlab'] as const;
export type CheckFormat = (typeof checkFormats)[number];

export async function renderCheck(report: CheckReport, format: CheckFormat, page: Page): Promise<string> {
  return (await renderers[format]())(report, page);
}

const extensions: readonly (readonly [RegExp, CheckFormat])[] = [
  [/\.sarif(\.json)?$/i, 'sarif'],
  [/\.xml$/i, 'junit'],
  [/\.(md|markdown)$/i, 'markdown'],
  [/\.html?$/i, 'html'],
  [/(codequality|code-quality)[^/\\]*\.json$/i, 'gitlab'],
  [/\.json$/i, 'json'],
  [/\.txt$/i, 'text'],
];

/** The format that the name of a file stands for. */
export function formatOfFileName(file: string): CheckFormat | undefined {
  return extensions.find(([pattern]) => pattern.test(file))?.[1];
}
