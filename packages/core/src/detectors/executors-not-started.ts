import type { Facts } from '../derive/facts.ts';
import { readRemovalText } from '../derive/removal/texts.ts';
import type { UnregisteredExecutor } from '../model/application-model.ts';
import { plural } from '../util/format.ts';
import { reasonEvidence } from './shared/reason-evidence.ts';
import type { Detector, Finding } from './types.ts';

/** Executors whose container, JVM or image failed before they could register: of them the log has an end and no beginning. */
export const executorsNotStarted: Detector = {
  id: 'executors-not-started',
  title: 'Executors that failed while starting',
  detect(facts) {
    const { model } = facts;
    const failed = model.unregisteredExecutors.filter(
      ({ endedMs, reason }) =>
        // What was asked for and then given back is dynamic allocation at work.
        readRemovalText(reason).class !== 'autoscaling' &&
        (model.application.endInferred || endedMs < model.application.durationMs),
    );
    const [first] = failed;
    return first === undefined ? [] : [toFinding(facts, failed, first)];
  },
};

function toFinding(facts: Facts, failed: readonly UnregisteredExecutor[], first: UnregisteredExecutor): Finding {
  const missed = failed.filter(({ endedMs }) =>
    facts.model.jobs.some((job) => job.startMs <= endedMs && endedMs < job.endMs),
  ).length;
  return {
    id: 'executors-not-started',
    kind: 'executors-not-started',
    severity: missed > 0 ? 'warning' : 'info',
    title: `${plural(failed.length, 'executor')} failed while starting`,
    cause: {
      class: 'not-registered',
      confidence: 'certain',
      because: `Spark noted the end of ${failed.length === 1 ? 'an executor that' : 'executors that'} had never registered with the driver`,
      ruledOut: [],
    },
    subjects: [],
    ranges: [{ startMs: first.endedMs, endMs: failed.at(-1)?.endedMs ?? first.endedMs }],
    cost: { wallClockMs: 0, coreMs: 0, basis: 'bound' },
    evidence: [{ name: 'of them while a job was open', value: missed, unit: 'executors' }, ...reasonEvidence(failed)],
    advice: [
      {
        text: 'Read the log of the first of them: what fails at the start (image, jars, memory, ports, rights) fails each time.',
      },
      { text: 'It helped when each executor that is asked for runs tasks.' },
    ],
  };
}
