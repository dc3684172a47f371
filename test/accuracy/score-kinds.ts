import type { ResultFinding } from '../../packages/core/src/index.ts';
import type { Run } from './scenarios.ts';
import { isGap, liesIn } from './score-gaps.ts';
import { onResultClock, phasesOf, touches } from './times.ts';

/** What a run says about one kind of finding. */
export interface KindScore {
  readonly run: string;
  readonly kind: string;
  readonly outcome: 'found' | 'missed' | 'false';
  /** A false finding that said it was certain. */
  readonly certain: boolean;
  readonly what: string;
}

interface Fault {
  readonly kind: string;
  readonly what: string;
  /** Of the jobs that it was put into; absent when it is about the whole run. */
  readonly description?: string;
}

/**
 * One `found` or `missed` per fault that the lab put into the run and that a kind of finding stands for, and one `false`
 * per finding above info that stands for no fault. Findings that are info are no claim that something is wrong.
 */
export function scoreKinds(run: Run): KindScore[] {
  const { expected } = run.truth;
  const faults: Fault[] = expected.findings.flatMap((kind): readonly Fault[] => {
    const stages = expected.stages.filter((stage) => stage.kind === kind);
    return stages.length > 0 ? stages : [{ kind, what: kind }];
  });
  const scores = faults.map(({ kind, description, what }): KindScore => {
    const found = run.result.findings.some(
      (finding) => finding.kind === kind && (description === undefined || touchesPhase(run, finding, description)),
    );
    return { run: run.name, kind, outcome: found ? 'found' : 'missed', certain: false, what };
  });
  const alarms = isClean(run) ? falseAlarms(run) : run.result.findings.filter((finding) => isFalse(run, finding));
  return [
    ...scores,
    ...alarms.map((finding): KindScore => ({
      run: run.name,
      kind: finding.kind,
      outcome: 'false',
      certain: finding.cause.confidence === 'certain',
      what: `${finding.severity}: ${finding.title} (${finding.cause.class})`,
    })),
  ];
}

/** Nothing was done to the run that a finding above info could be about. */
export function isClean(run: Run): boolean {
  return run.truth.clean === true || run.truth.expected.findings.length === 0;
}

/** Findings above info of a clean run. Where the truth says "clean", nothing is tolerated; elsewhere what it says may be found. */
export function falseAlarms({ truth, result }: Run): ResultFinding[] {
  const tolerated = truth.clean === true ? [] : truth.expected.tolerated;
  return result.findings.filter(({ severity, kind }) => severity !== 'info' && !tolerated.includes(kind));
}

function isFalse(run: Run, finding: ResultFinding): boolean {
  const { expected } = run.truth;
  if (finding.severity === 'info' || expected.tolerated.includes(finding.kind)) return false;
  if (!expected.findings.includes(finding.kind)) return !(isGap(finding) && finding.cause.class === 'start-up');
  if (isGap(finding)) return !explainsGap(run, finding);
  if (finding.kind === 'executor-removed') return !namesRemoved(run, finding);
  const stages = expected.stages.filter((stage) => stage.kind === finding.kind);
  return stages.length > 0 && !stages.some((stage) => touchesPhase(run, finding, stage.description));
}

/** Starting up takes its time in every run; a lab gap is what the finding's time mostly lies in. */
function explainsGap(run: Run, finding: ResultFinding): boolean {
  if (finding.cause.class === 'start-up') return true;
  return run.truth.expected.gaps.some((gap) => liesIn(finding, onResultClock(run, gap)));
}

function namesRemoved(run: Run, finding: ResultFinding): boolean {
  const removed = new Set(run.truth.expected.removedExecutors.map((executor) => executor.executorId));
  return finding.subjects.some((subject) => subject.type === 'executor' && removed.has(subject.id));
}

/** Whether a finding is about a phase: by its time, or by the description of a job among its subjects. */
function touchesPhase(run: Run, finding: ResultFinding, description: string): boolean {
  const phases = phasesOf(run, description);
  if (finding.ranges.some((range) => phases.some((phase) => touches(range, phase)))) return true;
  return finding.subjects.some(
    (subject) =>
      subject.type === 'job' && run.result.jobs.some((job) => job.id === subject.id && job.description === description),
  );
}
