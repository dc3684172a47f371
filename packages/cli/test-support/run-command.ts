import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../src/program.ts';
import { fakeIo } from './sample-run.ts';

/** A folder to run commands in; `{}` in an argument stands for it, in what is written too. */
export class CommandFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'cinderlog-'));

  write(name: string, text: string): void {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const io = fakeIo({ env });
    const exitCode = await run(
      args.map((arg) => arg.replaceAll('{}', this.path)),
      io,
    );
    const clean = (text: string) => text.replaceAll(this.path, '{}');
    return { exitCode, out: clean(io.stdout.text), err: clean(io.stderr.text) };
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
