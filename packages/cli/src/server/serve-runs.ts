import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerRequest, AppError, packColumns, type LiveState, type RunView } from '@cinderlog/core';
import sirv from 'sirv';
import { hasToken, isOwnHost, isOwnOrigin } from './access.ts';

/** A run with the name under which the page lists it. */
export interface NamedRun {
  readonly name: string;
  /** As it is now: a log that is still being written gives a new one from time to time. */
  readonly view: RunView;
  /** Absent when the log is not followed. */
  readonly live?: LiveState;
}

export interface RunServer {
  readonly port: number;
  readonly token: string;
  /** What to open in a browser. */
  readonly address: string;
  /** Resolves when the server has ended. */
  readonly closed: Promise<void>;
  close(): void;
}

const loopback = '127.0.0.1';
const mostBodyBytes = 2 ** 20;
const securityHeaders = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self' data:; " +
    "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/**
 * Serves the viewer and answers its questions, to this machine alone. The page is no secret and needs no token; the runs are, and do.
 *
 * @param port 0 for any that is free
 * @throws AppError when the port is taken.
 */
export async function serveRuns(runs: readonly NamedRun[], viewerFolder: string, port = 0): Promise<RunServer> {
  const token = randomBytes(24).toString('base64url');
  const files = sirv(viewerFolder, { etag: true });
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    const ownPort = portOf(server);
    if (!isOwnHost(request.headers, ownPort) || !isOwnOrigin(request.headers, ownPort)) {
      refuse(response, 403, 'This server answers its own page only.');
    } else if (request.url?.startsWith('/api/') === true) {
      response.setHeader('Cache-Control', 'no-store');
      if (hasToken(request.headers, token)) void answer(runs, request, response);
      else refuse(response, 403, 'The token is missing or wrong.');
    } else if (request.method === 'GET' || request.method === 'HEAD') {
      files(request, response, () => {
        refuse(response, 404, 'There is nothing here.');
      });
    } else refuse(response, 405, 'Only reading is possible.');
  });
  await listen(server, port);
  const address = `http://${loopback}:${portOf(server)}/#token=${token}`;
  const closed = new Promise<void>((resolve) => {
    server.once('close', resolve);
  });
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: portOf(server), token, address, closed, close };
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? `port ${port} is taken` : error.message;
      reject(new AppError('usage', `The viewer cannot be served: ${why}.`, { cause: error }));
    });
    server.listen(port, loopback, resolve);
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function answer(runs: readonly NamedRun[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') {
    refuse(response, 405, 'Questions are posted.');
    return;
  }
  const path = (request.url ?? '').slice('/api/'.length);
  const body = await readBody(request);
  if (body === undefined) {
    refuse(response, 400, 'The question cannot be read.');
    return;
  }
  if (path === 'runs') {
    send(
      response,
      runs.map(({ name }) => name),
    );
    return;
  }
  const [, place, method] = /^runs\/(\d+)\/(\w+)$/.exec(path) ?? [];
  const run = place === undefined ? undefined : runs[Number(place)];
  if (run !== undefined && method === 'live') {
    send(response, run.live ?? null);
    return;
  }
  const answered = run === undefined ? undefined : answerRequest(run.view, method ?? '', body.value);
  if (answered === undefined) refuse(response, 400, 'This is no question that the viewer asks.');
  else send(response, answered.value);
}

async function readBody(request: IncomingMessage): Promise<{ value: unknown } | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBodyBytes) return undefined;
      chunks.push(chunk);
    }
    return { value: JSON.parse(Buffer.concat(chunks).toString()) as unknown };
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, value: unknown): void {
  response.setHeader('Content-Type', 'application/octet-stream');
  response.end(packColumns(value));
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.end(`${sentence}\n`);
}
