import type { Reading } from './classes.ts';
import { findExitCode, readExitCode } from './exit-code.ts';

interface TextRule extends Reading {
  readonly pattern: RegExp;
}

/**
 * What `Removed Reason` says, first match wins; the order is that of Spark's own precedence, from its sources. A text that
 * names an exit code is decided by the code, wherever the code says more than the words.
 */
const rules: readonly TextRule[] = [
  {
    pattern: /exceeding (?:physical |virtual )?memory limits|OOMKilled|out of memory/i,
    class: 'out-of-memory',
    confidence: 'certain',
    because: 'the cluster manager killed it above its memory limit',
  },
  { pattern: /was preempted/i, class: 'preempted', confidence: 'certain', because: 'YARN preempted the container' },
  {
    pattern: /spot instance|spot.{0,20}(?:interrupt|preempt|terminat|reclaim)|spot_instance_termination/i,
    class: 'spot',
    confidence: 'certain',
    because: 'the reason names the loss of a spot instance',
  },
  {
    pattern: /executor decommission: spark scale down/i,
    class: 'autoscaling',
    confidence: 'certain',
    because: 'dynamic allocation scaled down',
  },
  {
    pattern: /kill request from http endpoint/i,
    class: 'autoscaling',
    confidence: 'probable',
    because: 'the platform asked for it, as it does when it scales down (and when it replaces nodes)',
  },
  {
    pattern: /killing excluded executor|excluded executor|executor is (?:excluded|blacklisted)/i,
    class: 'excluded',
    confidence: 'certain',
    because: 'Spark excluded it after task failures',
  },
  {
    pattern: /executor decommission|finished decommissioning|worker decommissioned|is decommissioned/i,
    class: 'decommissioned',
    confidence: 'certain',
    because: 'it was told to hand over its work and leave',
  },
  {
    pattern: /killed by driver|explicit termination request/i,
    class: 'autoscaling',
    confidence: 'possible',
    because: 'the driver asked for it to be stopped',
  },
  {
    pattern: /heartbeat timed out|unable to send heartbeats/i,
    class: 'heartbeat-lost',
    confidence: 'certain',
    because: 'its heartbeats stopped: a long pause, a frozen node or the network',
  },
  {
    pattern: /after application shutdown|cluster termination|sparkcontext (?:was )?(?:shut ?down|stopped)/i,
    class: 'shutdown',
    confidence: 'certain',
    because: 'the application was being shut down',
  },
  {
    pattern: /container released on a \*?lost\*? node|worker lost|nodelost|nodeshutdown|node is lost/i,
    class: 'node-lost',
    confidence: 'certain',
    because: 'its whole node or worker process was lost; the log does not say why',
  },
  {
    pattern: /worker shutting down/i,
    class: 'node-lost',
    confidence: 'probable',
    because: 'the worker process on its node shut down',
  },
  {
    pattern: /\bevicted\b/i,
    class: 'preempted',
    confidence: 'probable',
    because: 'Kubernetes evicted the pod',
  },
  {
    pattern: /unable to create executor|error running executor/i,
    class: 'crashed',
    confidence: 'certain',
    because: 'it could not be started',
  },
  {
    pattern: /deleted by a user or the framework|was not found in the cluster/i,
    class: 'unknown',
    confidence: 'possible',
    because: 'its pod was deleted: a drained or reclaimed node, an autoscaler or a person',
  },
  {
    pattern: /because of a yarn event/i,
    class: 'preempted',
    confidence: 'possible',
    because: 'YARN ended it, for example to preempt it',
  },
  {
    pattern: /rpc client disassociated|executor process lost|slave lost|stale executor|am is not yet registered/i,
    class: 'unknown',
    confidence: 'possible',
    because: 'the connection to it was lost: a crash, memory, the node or the network',
  },
];

/** Reads a removal text by itself, without what else the log knows of the executor. */
export function readRemovalText(rawText: string): Reading {
  const text = databricksCause(rawText) ?? rawText;
  const rule = rules.find((candidate) => candidate.pattern.test(text));
  const exitCode = findExitCode(text);
  // "Container from a bad node" and "Command exited" say nothing; clear words outrank a code.
  if (exitCode !== undefined && (rule === undefined || rule.confidence === 'possible')) return readExitCode(exitCode);
  if (rule !== undefined) return { class: rule.class, confidence: rule.confidence, because: rule.because };
  return {
    class: 'unknown',
    confidence: 'possible',
    because: text.trim() === '' ? 'the log gives no reason' : 'the reason is not one that cinderlog knows',
  };
}

/** Newer Databricks runtimes write the reason as a JSON object with a `cause`. */
function databricksCause(text: string): string | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const parsed = JSON.parse(text) as unknown;
    if (typeof parsed !== 'object' || parsed === null || !('cause' in parsed)) return undefined;
    return typeof parsed.cause === 'string' ? parsed.cause : undefined;
  } catch {
    return undefined;
  }
}
