import { createServer } from 'node:http';
import sirv from 'sirv';

/** The viewer on a host that only hands out files, as anybody could put it up. */
export async function startStaticHost(): Promise<{ address: string; close: () => void }> {
  const files = sirv('packages/cli/dist/viewer/app', { dev: false });
  const server = createServer((request, response) => {
    files(request, response, () => {
      response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
