#!/usr/bin/env node
//   bin.ts ──► program.ts (flags, help) ──► commands/report.ts ──► @cinderlog/core
//   the only      no core, no zod               loaded on           reporters/…
//   exit          so that help is quick         demand
import nodeModule from 'node:module';
import { exitCodes } from './exit-code.ts';

// From Node 22 on: keeps compiled code between runs, in the folder for temporary files, of all that is loaded after this.
(nodeModule as { enableCompileCache?: () => unknown }).enableCompileCache?.();
const { run } = await import('./program.ts');

// `cinderlog … | head` closes the pipe early: the reader has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? Number(process.exitCode ?? exitCodes.fine) : exitCodes.ourBug);
});

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  platform: process.platform,
  onInterrupt: (listener) => {
    process.on('SIGINT', listener);
    return () => process.off('SIGINT', listener);
  },
});
