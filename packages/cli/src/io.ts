import type { Environment, OutputFacts } from './terminal/terminal.ts';

/** A place to write text to: `process.stdout`, or a string in a test. */
export interface TextOutput extends OutputFacts {
  write(text: string): void;
}

/** Everything outside that a command touches besides files. */
export interface Io {
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  /** Calls back on Ctrl-C instead of ending at once, until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
}
