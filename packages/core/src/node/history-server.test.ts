import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findLogs } from './find-logs.ts';
import { downloadFromHistoryServer, parseHistoryServerAddress } from './history-server.ts';

const zip = readFileSync(new URL('../../../../fixtures/archives/history-server.zip', import.meta.url));
const onlyApplication = 'application_1763680000000_0001';

/** A stand-in that answers as Spark's `ApplicationListResource` and `EventLogDownload` do. */
const server: Server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const list = (...ids: string[]) => response.end(JSON.stringify(ids.map((id) => ({ id, name: 'x', attempts: [] }))));
  if (pathname === '/api/v1/applications') list(onlyApplication);
  else if (pathname === '/busy/api/v1/applications') list('app-1', 'app-2');
  else if (pathname === `/api/v1/applications/${onlyApplication}/logs`) response.end(zip);
  else if (pathname === `/api/v1/applications/${onlyApplication}/2/logs`) response.end(zip);
  else if (pathname === '/broken/api/v1/applications/app-1/logs') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('PK', () => response.destroy());
  } else response.writeHead(404).end('no such app');
});
let address = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
});

test.each([
  ['http://host:18080', 'http://host:18080', undefined, undefined],
  ['http://host:18080/', 'http://host:18080', undefined, undefined],
  ['https://gate.example/spark/app-1', 'https://gate.example/spark', 'app-1', undefined],
  ['http://host:18080/application_1_2/1', 'http://host:18080', 'application_1_2', '1'],
  ['http://host:18080/history/application_1_2/1/jobs/', 'http://host:18080', 'application_1_2', '1'],
  ['http://host:18080/history/local-1/stages/', 'http://host:18080', 'local-1', undefined],
  ['http://h/p/api/v1/applications/app-1/logs', 'http://h/p', 'app-1', undefined],
  ['http://h/api/v1/applications/app-1/3/logs', 'http://h', 'app-1', '3'],
  ['http://h/api/v1/applications', 'http://h', undefined, undefined],
])('%s is understood', (input, serverAddress, applicationId, attempt) => {
  expect(parseHistoryServerAddress(input)).toEqual({ server: serverAddress, applicationId, attempt });
});

describe('a download', () => {
  test('of the only application is found, read and deleted again', async () => {
    const received: number[] = [];
    const found = await findLogs([address], { onDownload: (bytes) => received.push(bytes) });
    expect(found.refused).toEqual([]);
    expect(found.logs).toHaveLength(3);
    expect(received.at(-1)).toBe(zip.length);
    const path = found.logs[0]!.name.split('!')[0]!;
    expect(existsSync(path)).toBe(true);
    found.dispose();
    expect(existsSync(path)).toBe(false);
  });

  test('of one attempt', async () => {
    const { path, dispose } = await downloadFromHistoryServer(`${address}/history/${onlyApplication}/2/jobs`);
    expect(readFileSync(path).equals(zip)).toBe(true);
    dispose();
  });

  test.each([
    ['/busy', 'usage', 'has several applications; add the id of one to the address: app-1, app-2.'],
    ['/app-404', 'input-missing', 'answered 404 when asked for the logs of app-404.'],
    ['/broken/app-1', 'input-unreadable', 'broke off.'],
  ])('from %s is refused', async (path, code, words) => {
    const { logs, refused } = await findLogs([address + path]);
    expect(logs).toEqual([]);
    expect(refused).toMatchObject([{ code }]);
    expect(refused[0]?.message).toContain(words);
  });

  test('from nowhere is refused', async () => {
    const { refused } = await findLogs(['http://127.0.0.1:1/app-1']);
    expect(refused[0]?.message).toBe('http://127.0.0.1:1 cannot be reached for the logs of app-1.');
  });
});
