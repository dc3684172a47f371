import type { Facts, StageView } from '../facts.ts';
import type { Incident } from './incidents.ts';
import type { LostWork } from './lost-work.ts';

/** What an incident cost the run. */
export interface IncidentPrice {
  /** Stages that lost work: what they took beyond a replay of the work that was needed, on the slots before the loss. */
  readonly redoneMs: number;
  /** Later stages that ran on fewer slots: what they took beyond a replay with the lost ones. */
  readonly fewerSlotsMs: number;
  /** From the loss until as many slots were there again; absent when they never were. */
  readonly replacedAfterMs: number | undefined;
  readonly slotsBefore: number;
  /** The stage attempts that paid. */
  readonly stages: readonly StageView[];
}

/**
 * Prices an incident by replay (list scheduling): the stages that it hit, without the loss. Every partition counts once, with the
 * run that first succeeded; what ran again after that, and what never succeeded, would not have been there.
 */
export function priceIncident(facts: Facts, incident: Incident, lost: LostWork): IncidentPrice {
  const slotsBefore = facts.slotSteps.at(incident.startMs - 1);
  const againMs = facts.slotSteps.firstWith(slotsBefore, incident.endMs);
  const hit = facts.stages.filter(({ index }) => lost.hitAttempts.has(index) || lost.retriedAttempts.has(index));
  const redoneMs = hit.reduce((sum, stage) => sum + redoneIn(facts, stage, slotsBefore), 0);
  // Nobody lost slots that dynamic allocation gave back; what it asks for later follows the demand.
  const later = incident.verdict.class === 'autoscaling' ? [] : stagesOnFewerSlots(facts, incident, againMs, hit);
  const slowed = later.map((stage) => ({ stage, ms: slowedBy(facts, stage, incident, slotsBefore) }));
  return {
    redoneMs,
    fewerSlotsMs: slowed.reduce((sum, { ms }) => sum + ms, 0),
    replacedAfterMs: againMs === undefined ? undefined : againMs - incident.startMs,
    slotsBefore,
    stages: [...hit, ...slowed.filter(({ ms }) => ms > 0).map(({ stage }) => stage)],
  };
}

/** The time of an attempt beyond what its needed work would have taken. */
function redoneIn(facts: Facts, stage: StageView, slotsBefore: number): number {
  const neededMs = facts.neededReplays.ms(stage.index, Math.max(1, slotsBefore));
  // What passes between submission and the first launch is paid once with or without a loss.
  const { neededTasks } = facts;
  const waitMs = neededTasks.isEmpty(stage.index) ? 0 : neededTasks.firstLaunchMs(stage.index) - stage.attempt.startMs;
  const tookMs = stage.attempt.endMs - stage.attempt.startMs - Math.max(0, waitMs);
  return Math.min(stage.shareMs, Math.max(0, tookMs - neededMs));
}

function stagesOnFewerSlots(
  facts: Facts,
  incident: Incident,
  againMs: number | undefined,
  hit: readonly StageView[],
): StageView[] {
  const known = new Set(hit);
  const untilMs = againMs ?? Number.POSITIVE_INFINITY;
  return facts.stages.filter(
    (stage) => stage.attempt.startMs >= incident.startMs && stage.attempt.startMs < untilMs && !known.has(stage),
  );
}

function slowedBy(facts: Facts, stage: StageView, incident: Incident, slotsBefore: number): number {
  const lostSlots = incident.losses.reduce((sum, { executor }) => sum + executor.slots, 0);
  const slots = Math.max(1, facts.slotSteps.at(stage.attempt.startMs));
  const missing = Math.min(lostSlots, slotsBefore - slots);
  if (missing <= 0 || stage.stats.succeeded <= slots) return 0;
  const nowMs = facts.stageReplays.ms(stage.index, slots);
  const withThemMs = facts.stageReplays.ms(stage.index, slots + missing);
  return nowMs > 0 ? stage.shareMs * Math.max(0, 1 - withThemMs / nowMs) : 0;
}
