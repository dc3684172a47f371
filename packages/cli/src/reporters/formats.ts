import type { Reporter } from './report-context.ts';

export interface Format {
  /** Of files that hold it. */
  readonly extension: string;
  /** Made to be given to others, so that names of people and machines are hidden unless told otherwise. */
  readonly isShared: boolean;
  /** Shows the interactive timeline, so that more than the result has to be made of a run. */
  readonly holdsTimeline?: true;
  /** Loaded when it is asked for, so that no report pays for the other formats. */
  load(): Promise<Reporter>;
}

/** All output formats; every one is a view of the result document. */
export const formats = {
  html: {
    extension: 'html',
    isShared: true,
    holdsTimeline: true,
    load: async () => (await import('./html/render-html.ts')).renderHtml,
  },
  json: {
    extension: 'json',
    isShared: false,
    load: async () => (await import('./json.ts')).renderJson,
  },
  markdown: {
    extension: 'md',
    isShared: true,
    load: async () => (await import('./markdown/render-markdown.ts')).renderMarkdown,
  },
  ndjson: {
    extension: 'ndjson',
    isShared: false,
    load: async () => (await import('./ndjson.ts')).renderNdjson,
  },
  text: {
    extension: 'txt',
    isShared: false,
    load: async () => (await import('./text/render-text.ts')).renderText,
  },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;
export const formatNames = Object.keys(formats) as FormatName[];

/** The format that the name of an output file asks for. */
export function formatOfFile(path: string): FormatName | undefined {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
  return formatNames.find((name) => name === extension || formats[name].extension === extension);
}
