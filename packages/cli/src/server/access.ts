import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request was sent to this server under one of its own names. Others are refused: a web page can point a name of its own at
 * the loopback address and would then be of the same origin (DNS rebinding).
 */
export function isOwnHost(headers: IncomingHttpHeaders, port: number): boolean {
  return headers.host === `127.0.0.1:${port}` || headers.host === `localhost:${port}`;
}

/** Whether a request comes from this server's own page: browsers say so in requests of scripts. */
export function isOwnOrigin(headers: IncomingHttpHeaders, port: number): boolean {
  const { origin } = headers;
  return origin === undefined || origin === `http://127.0.0.1:${port}` || origin === `http://localhost:${port}`;
}

/** Whether a request carries the token that only the printed address holds. */
export function hasToken(headers: IncomingHttpHeaders, token: string): boolean {
  const given = Buffer.from(headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
