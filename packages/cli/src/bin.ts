#!/usr/bin/env node
//   bin.ts ──► program.ts (flags, help) ──► commands/report.ts ──► @cinderlog/core
//   the only      no core, no zod               loaded on           reporters/…
//   exit          so that help is quick         demand
import { exitCodes } from './exit-code.ts';
import { run } from './program.ts';

// `cinderlog … | head` closes the pipe early: the reader has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? Number(process.exitCode ?? exitCodes.fine) : exitCodes.ourBug);
});

// Reading a log does not yield to the event loop, so a handler for Ctrl-C would come late. Without one the system ends the
// program at once, and shells report 130; nothing has to be cleaned up, as files are written whole at the end.

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  platform: process.platform,
});
