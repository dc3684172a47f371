export { AppError, type AppErrorCode } from './util/app-error.ts';
export { memorySource, type ByteSource } from './ingest/byte-source.ts';
export { CodecError, type CodecErrorKind } from './ingest/codecs/codec.ts';
export {
  decodeSource,
  makeDecodeProgress,
  prepareCodecs,
  type DecodeOptions,
  type DecodeProgress,
} from './ingest/decode.ts';
export { fetchLines } from './ingest/fetch-lines.ts';
export { isDriverId } from './events/executor.ts';
export { groupLogs, type GroupedLogs, type Refusal } from './ingest/group-logs.ts';
export type { LogInput, LogLayout, LogPart } from './ingest/log-input.ts';
export type { StoredFile } from './ingest/stored-file.ts';
export { type OpenRandomAccess, type RandomAccess } from './ingest/archives/random-access.ts';
export { listTar, type TarListing } from './ingest/archives/tar.ts';
export { listZip } from './ingest/archives/zip.ts';
export { readApplications, readLog, type ReadOptions } from './model/read-log.ts';
export type { ApplicationModel } from './model/application-model.ts';
export { findingKinds, findingLimits } from './detectors/index.ts';
export { groupBy } from './util/group-by.ts';
export { median } from './util/median.ts';
export { settingName, settingValue, type LimitSet, type LimitUnit, type SetLimits } from './util/limits.ts';
export type { ClusterInput, ReadClusterOptions } from './cluster/read-files.ts';
export { readClusterFiles } from './cluster/read-cluster-files.ts';
export type { BundleLimits, HealthMetric, JobLimits } from './cluster/databricks/bundle-limits.ts';
export type { ClusterStory } from './cluster/cluster-story.ts';
export { clusterSources, type ClusterSource } from './cluster/cluster-event.ts';
export { analyse, type AnalyseOptions } from './result/build-result.ts';
export { redactionKinds, Redactor, type RedactionKind } from './result/redact/redactor.ts';
export { looksLikeResult, readResults } from './result/read-result.ts';
export { normaliseCallSite, normaliseName } from './compare/normalise-name.ts';
export {
  findEmbedded,
  packedElementType,
  resultElementId,
  summariesElementId,
  timelineElementId,
} from './result/result-element.ts';
export { resultSchema, type Result, type ResultFinding } from './result/schema.ts';
export { resultSchemaVersion } from './result/schema-version.ts';
export { wallClockLabels, type WallClockLabel } from './derive/labels.ts';
export type { ReadProgress } from './model/read-log.ts';
export {
  formatBytes,
  formatCount,
  formatDuration,
  formatMeasure,
  formatOffset,
  formatShare,
  formatUtc,
  plural,
} from './util/format.ts';
export {
  openPackedRun,
  openRun,
  RunView,
  type OpenOptions,
  type QueryDetails,
  type ViewerMethod,
  type ViewerRequests,
} from './result/run-view.ts';
export type { LiveState } from './result/live-state.ts';
export type { BatchRow, RunIndex } from './result/run-index.ts';
export type { PackedRun } from './result/packed-run.ts';
export { addPlans, makeRunPage, redactPage, repackRun, type RunPage } from './result/run-page.ts';
export type { EventSubject, LogEvent, LogEvents } from './result/log-events.ts';
export type { PlanGraph, PlanGraphNode, RunLog } from './result/plan-graph.ts';
export { redactLine } from './result/redact/redact-line.ts';
export {
  taskLayers,
  taskPhases,
  type LaneAnswer,
  type LaneGroup,
  type LaneInfo,
  type LaneQuery,
  type SeriesColumns,
  type SpanColumns,
} from './timeline/lane.ts';
export type { AreaTotals } from './timeline/area-totals.ts';
export type { ClusterEvent } from './timeline/cluster-events.ts';
export type { TaskDetails, TaskPage, TaskRow, TaskSelection, TaskSortKey } from './timeline/task-rows.ts';
export { packColumns, unpackColumns } from './util/pack-columns.ts';
export { labelNames, type LedgerGroup } from './result/label-names.ts';
export { isTar } from './ingest/archives/tar.ts';
export { answerComparison, answerRequest } from './result/run-requests.ts';
export { compareViews } from './result/compare-views.ts';
export { summarise, type SummarisedRun } from './result/summarise-application.ts';
export type { Suppression } from './result/suppress.ts';
export { parseSummaries, runSummarySchema, type RunSummary, type StageSummary } from './compare/run-summary.ts';
export { writeRunSummary } from './compare/write-run-summary.ts';
export { compareRuns, type Comparison } from './compare/compare-runs.ts';
export type { UnitComparison } from './compare/compare-units.ts';
export { verdicts, type Judgement, type Verdict } from './compare/judge.ts';
export type { Explanation } from './compare/explain/explain.ts';
export type { Cause } from './compare/explain/causes.ts';
export { checkRuns, describeJudgement, unitWords, type CheckRequest, type JobCheck } from './compare/check-runs.ts';
export { checkHistory, type HistoryRun } from './compare/history/check-history.ts';
export { bundleAsLimits } from './result/bundle-as-limits.ts';
export { jobHistories } from './result/job-histories.ts';
export { defaultCompareOptions, type CompareOptions } from './compare/options.ts';
export { defaultPolicy, reactions, type Policy, type Reaction } from './compare/policy.ts';
export {
  describeCause,
  describePlanChange,
  describeSetting,
  formatChange,
  labelName,
  nameStage,
} from './result/compare-words.ts';
export { worstStatus, type Check } from './compare/limits/check.ts';
export type { Limits } from './compare/limits/limits.ts';
export { workingMs } from './compare/working-time.ts';
export { removalClasses } from './derive/removal/classes.ts';
export { severities } from './util/severity.ts';
