import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../util/app-error.ts';

/** How many applications a sentence lists when the user has to choose one. */
const listedApplications = 10;

export interface DownloadOptions {
  /** Ends a download early. */
  readonly signal?: AbortSignal;
  /** Called as bytes arrive; the total is unknown when the server does not say it. */
  readonly onDownload?: (receivedBytes: number, totalBytes: number | undefined) => void;
}

/** A downloaded archive in a temporary folder. */
export interface Download {
  readonly path: string;
  /** Deletes it. */
  readonly dispose: () => void;
}

/** Where the logs of one application (and attempt) are to be had. */
export interface HistoryServerAddress {
  /** Up to, and without, `/api/v1`; a proxy may add a path of its own. */
  readonly server: string;
  readonly applicationId: string | undefined;
  readonly attempt: string | undefined;
}

/** Whether an input is an address rather than a path. */
export function isHistoryServerAddress(input: string): boolean {
  return /^https?:\/\//i.test(input);
}

/**
 * Understands what people copy: the server's own address, with `/<application id>[/<attempt>]` behind it, a page of its
 * UI (`/history/<id>/[<attempt>/]…`), or a REST address (`/api/v1/applications/<id>[/<attempt>][/logs]`).
 *
 * @throws AppError `usage` for an address that is none.
 */
export function parseHistoryServerAddress(input: string): HistoryServerAddress {
  if (!URL.canParse(input)) throw new AppError('usage', `${input} is not an address.`);
  const { origin, pathname } = new URL(input);
  const components = pathname.split('/').filter((component) => component !== '');
  const api = components.indexOf('api');
  const history = components.indexOf('history');
  const isApplicationId = (component: string): boolean => /^(?:application_|app-|local-|spark-)/.test(component);
  const own = components.findIndex(isApplicationId);
  const [prefixLength, idAt] =
    api >= 0 ? [api, api + 3] : history >= 0 ? [history, history + 1] : own >= 0 ? [own, own] : [components.length, -1];
  const attempt = idAt < 0 ? undefined : components[idAt + 1];
  return {
    server: [origin, ...components.slice(0, prefixLength)].join('/'),
    applicationId: idAt < 0 ? undefined : components[idAt],
    attempt: attempt !== undefined && /^\d+$/.test(attempt) ? attempt : undefined,
  };
}

/**
 * Downloads the event logs of an application, as the History Server packs them: a zip of the stored files, all attempts
 * unless one is named. Facts: Spark's REST API, `GET /applications/[app-id]/[attempt-id]/logs`.
 *
 * @throws AppError when the server cannot be reached, refuses, or has several applications and none was named.
 */
export async function downloadFromHistoryServer(input: string, options: DownloadOptions = {}): Promise<Download> {
  const address = parseHistoryServerAddress(input);
  const applicationId = address.applicationId ?? (await findOnlyApplication(address.server, options));
  const attempt = address.attempt === undefined ? '' : `/${address.attempt}`;
  const response = await request(
    `${address.server}/api/v1/applications/${encodeURIComponent(applicationId)}${attempt}/logs`,
    `the logs of ${applicationId}`,
    options,
  );
  const folder = mkdtempSync(join(tmpdir(), 'cinderlog-'));
  const dispose = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const path = join(folder, `eventLogs-${applicationId.replaceAll(/[^\w.-]/g, '_')}.zip`);
    const { body } = response;
    if (body === null) throw new Error('the answer has no body');
    await pipeline(Readable.fromWeb(body), counting(response, options), createWriteStream(path));
    return { path, dispose };
  } catch (cause) {
    dispose();
    throw new AppError('input-unreadable', `The download of ${applicationId} from ${address.server} broke off.`, {
      cause,
    });
  }
}

function counting(response: Response, { onDownload }: DownloadOptions) {
  const header = Number(response.headers.get('content-length') ?? '0');
  const totalBytes = header > 0 ? header : undefined;
  return async function* count(chunks: AsyncIterable<Uint8Array>) {
    let receivedBytes = 0;
    for await (const chunk of chunks) {
      receivedBytes += chunk.length;
      onDownload?.(receivedBytes, totalBytes);
      yield chunk;
    }
  };
}

async function findOnlyApplication(server: string, options: DownloadOptions): Promise<string> {
  const response = await request(`${server}/api/v1/applications`, 'its list of applications', options);
  const list: unknown = await response.json().catch(() => undefined);
  const ids = Array.isArray(list) ? list.map(idOf).filter((id) => id !== undefined) : [];
  const [only] = ids;
  if (only === undefined)
    throw new AppError('input-missing', `${server} has no applications, or is not a Spark History Server.`);
  if (ids.length === 1) return only;
  const listed = ids.slice(0, listedApplications).join(', ');
  const more = ids.length > listedApplications ? `, and ${ids.length - listedApplications} more` : '';
  throw new AppError(
    'usage',
    `${server} has several applications; add the id of one to the address: ${listed}${more}.`,
  );
}

function idOf(application: unknown): string | undefined {
  if (typeof application !== 'object' || application === null || !('id' in application)) return undefined;
  return typeof application.id === 'string' ? application.id : undefined;
}

async function request(url: string, what: string, { signal }: DownloadOptions): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, signal === undefined ? {} : { signal });
  } catch (cause) {
    throw new AppError('input-unreadable', `${new URL(url).origin} cannot be reached for ${what}.`, { cause });
  }
  if (response.ok) return response;
  await response.body?.cancel();
  const code = response.status === 404 ? 'input-missing' : 'input-unreadable';
  throw new AppError(code, `${new URL(url).origin} answered ${response.status} when asked for ${what}.`);
}
