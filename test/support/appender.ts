import { spawn } from 'node:child_process';

/** Another process that writes a file bit by bit, as Spark does. */
export interface Appender {
  /** Resolves when the bytes are in the file. */
  append(bytes: string | Uint8Array): Promise<void>;
  close(): void;
}

// Reads packets of a length and so many bytes, appends each to the file, and says so.
const program = `
const { appendFileSync } = require('node:fs');
let held = Buffer.alloc(0);
process.stdin.on('data', (chunk) => {
  held = Buffer.concat([held, chunk]);
  while (held.length >= 4 && held.length >= 4 + held.readUInt32LE(0)) {
    const end = 4 + held.readUInt32LE(0);
    appendFileSync(process.argv[1], held.subarray(4, end));
    held = held.subarray(end);
    process.stdout.write('.');
  }
});`;

/** Starts a process that appends to `path`. */
export function startAppender(path: string): Appender {
  const child = spawn(process.execPath, ['-e', program, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  return {
    append: async (bytes) => {
      const packet = Buffer.from(bytes);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(packet.length);
      const written = new Promise((resolve) => child.stdout.once('data', resolve));
      child.stdin.write(Buffer.concat([length, packet]));
      await written;
    },
    close: () => child.kill(),
  };
}
