import type { Reading } from './classes.ts';

/**
 * The exit code in a removal text, of which every cluster manager has its own wording. Negative ones are YARN's.
 */
export function findExitCode(text: string): number | undefined {
  const match = /(?:exit(?:ed with)? (?:code|status):?|command exited with code) ?(-?\d+)/i.exec(text);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

const readings: Readonly<Record<number, Reading>> = {
  1: { class: 'crashed', confidence: 'probable', because: 'the process ended with exit code 1, a general failure' },
  50: { class: 'crashed', confidence: 'certain', because: 'exit code 50: an exception nobody caught' },
  51: { class: 'crashed', confidence: 'certain', because: 'exit code 51: an exception nobody caught, twice' },
  52: {
    class: 'out-of-memory',
    confidence: 'certain',
    because: "exit code 52 is Spark's own for a JVM OutOfMemoryError",
  },
  53: { class: 'crashed', confidence: 'certain', because: 'exit code 53: no local directory could be made' },
  56: {
    class: 'heartbeat-lost',
    confidence: 'certain',
    because: 'exit code 56: no heartbeat got through to the driver',
  },
  57: { class: 'crashed', confidence: 'certain', because: 'exit code 57: the task reaper ended the process' },
  58: { class: 'crashed', confidence: 'certain', because: 'exit code 58: its block manager could not register again' },
  134: { class: 'crashed', confidence: 'certain', because: 'exit code 134: the JVM aborted' },
  137: { class: 'crashed', confidence: 'possible', because: 'exit code 137: killed from outside (SIGKILL)' },
  9: { class: 'crashed', confidence: 'possible', because: 'exit code 9: killed from outside (signal 9)' },
  139: { class: 'crashed', confidence: 'certain', because: 'exit code 139: a segmentation fault' },
  143: {
    class: 'unknown',
    confidence: 'possible',
    because: 'exit code 143: something asked the process to stop (SIGTERM)',
  },
  // YARN container states.
  [-100]: { class: 'node-lost', confidence: 'certain', because: 'YARN released the container on a lost node (-100)' },
  [-101]: { class: 'node-lost', confidence: 'probable', because: 'YARN found bad disks on the node (-101)' },
  [-102]: {
    class: 'preempted',
    confidence: 'certain',
    because: 'YARN preempted the container for another queue (-102)',
  },
  [-103]: { class: 'out-of-memory', confidence: 'certain', because: 'YARN killed it above its virtual memory (-103)' },
  [-104]: { class: 'out-of-memory', confidence: 'certain', because: 'YARN killed it above its physical memory (-104)' },
  [-105]: { class: 'shutdown', confidence: 'probable', because: 'the application master ended the container (-105)' },
  [-106]: {
    class: 'decommissioned',
    confidence: 'probable',
    because: "YARN's resource manager ended the container (-106)",
  },
  [-107]: { class: 'shutdown', confidence: 'certain', because: 'the application was over (-107)' },
};

export function isKillSignal(exitCode: number | undefined): boolean {
  return exitCode === 137 || exitCode === 9;
}

export function readExitCode(exitCode: number): Reading {
  return (
    readings[exitCode] ?? {
      class: exitCode === 0 ? 'unknown' : 'crashed',
      confidence: exitCode === 0 ? 'possible' : 'probable',
      because: `the process ended with exit code ${exitCode}`,
    }
  );
}
