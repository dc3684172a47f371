import { spawn } from 'node:child_process';

/** Starts `cinderlog view` from the build; resolves with the address that it prints. */
export async function startView(...args: readonly string[]): Promise<{ address: string; close: () => void }> {
  const child = spawn(process.execPath, ['packages/cli/dist/bin.js', 'view', ...args, '--no-open'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return await new Promise((resolve, reject) => {
    let text = '';
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const address = /http:\/\/\S+/.exec(text)?.[0];
      if (address !== undefined) resolve({ address, close: () => child.kill() });
    });
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.on('exit', (code) => {
      reject(new Error(`view ended with ${code}: ${complaint}`));
    });
  });
}
