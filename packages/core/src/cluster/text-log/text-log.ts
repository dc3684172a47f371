import type { ClusterEvent, ClusterSource } from '../cluster-event.ts';
import { noteSource, type ClusterFile } from '../cluster-file.ts';
import { LineFinder, type FoundLine } from './line-finder.ts';
import { textRules, type Teller, type TextRule } from './rules.ts';

/** Of one type in one file; a driver in trouble writes the same line thousands of times. */
const mostPerType = 500;

/** Lines that tell whose log it is. */
const startOfExecutor = /Starting executor ID (\w+) on host ([^\s:]+)/;
const startOfDriver = /Running Spark version|Submitted application/;
/** `yarn logs` hands the logs of all containers out one behind the other. */
const startOfContainer = /^Container: container_\w+ on ([^\s_:]+)/;
const applicationId = /(?<![a-zA-Z0-9-])(application_\d+_\d+|app-\d{14}-\d{4,}|spark-[0-9a-f]{32}|local-\d{13})/;
/** Lines in which drivers and executors name their application: of Spark, its event log, YARN's client and the command of an executor. */
const namesApplication = [
  '--app-id ',
  'app ID app-',
  'Logging events to ',
  'Submitted application application_',
  'Application report for application_',
];

const interesting = new RegExp(
  [
    ...textRules.map(({ literal }) => literal),
    'Starting executor ID',
    'Running Spark version',
    'Submitted application',
    'Container: container_',
    ...namesApplication,
  ].join('|'),
);

/** Path of an executor's output on standalone clusters and in Databricks deliveries: `<application>/<executor>/stderr`. */
const executorPath = /(?:^|\/)(app-\d{14}-\d{4,})\/(\d+)\/(?:stderr|stdout)/;

/** A log4j text log of a driver or an executor, or what goes to their standard output. Feed it bytes, then take its events. */
export class TextLog {
  readonly events: ClusterEvent[] = [];
  readonly #file: ClusterFile;
  readonly #finder: LineFinder;
  readonly #perType = new Map<string, number>();
  #teller: Teller;
  #applicationId: string | undefined;
  #source: ClusterSource | undefined;

  /** @param expected what the user said that it is; without it the log itself decides */
  constructor(file: ClusterFile, expected?: 'driver-log' | 'executor-log') {
    this.#file = file;
    const path = executorPath.exec(file.name);
    this.#applicationId = path?.[1];
    const isExecutor = path !== null || expected === 'executor-log' || /(?:^|\/)executor\//.test(file.name);
    this.#teller = { isExecutor, executorId: path?.[2], host: undefined };
    this.#source = isExecutor ? 'executor-log' : expected;
    this.#finder = new LineFinder(interesting, (line) => {
      this.#take(line);
    });
  }

  push(bytes: Uint8Array): void {
    this.#finder.push(bytes);
  }

  finish(): void {
    this.#finder.finish();
    this.#file.records += this.#finder.lines;
    if (this.#source !== undefined) noteSource(this.#file, this.#source);
    this.events.forEach((event, index) => {
      noteSource(this.#file, event.source);
      this.events[index] = { ...event, subject: { applicationId: this.#applicationId, ...event.subject } };
    });
  }

  #take(line: FoundLine): void {
    this.#recogniseTeller(line.text);
    for (const rule of textRules) {
      const match = rule.pattern.exec(line.text);
      if (match === null) continue;
      this.#say(rule, match, line);
      return;
    }
  }

  #recogniseTeller(text: string): void {
    const executor = startOfExecutor.exec(text);
    const container = startOfContainer.exec(text);
    if (container !== null) this.#teller = { isExecutor: false, executorId: undefined, host: container[1] };
    else if (executor !== null) {
      this.#teller = { isExecutor: true, executorId: executor[1], host: executor[2] };
      this.#source = 'executor-log';
    } else if (startOfDriver.test(text)) this.#source ??= 'driver-log';
    const name = namesApplication.find((each) => text.includes(each));
    if (this.#applicationId === undefined && name !== undefined) {
      this.#applicationId = applicationId.exec(text.slice(text.indexOf(name)))?.[1];
    }
  }

  #say(rule: TextRule, match: RegExpExecArray, line: FoundLine): void {
    const said = rule.say(match, this.#teller);
    if (said === undefined) return;
    const known = this.#perType.get(rule.type) ?? 0;
    this.#perType.set(rule.type, known + 1);
    // Standard output has no times; what an executor wrote there when it died is worth more than its time.
    const isLastWord = line.time === undefined && said.loss !== undefined && said.subject?.executorId !== undefined;
    if (known >= mostPerType || (line.time === undefined && !isLastWord)) {
      this.#file.notKept++;
      return;
    }
    const { durationMs, ...event } = said;
    const epochMs = line.time?.epochMs ?? 0;
    this.events.push({
      subject: {},
      ...event,
      source: this.#teller.isExecutor ? 'executor-log' : 'driver-log',
      type: rule.type,
      // A pause is written when it is over.
      epochMs: durationMs === undefined ? epochMs : epochMs - durationMs,
      ...(durationMs !== undefined && { endEpochMs: epochMs }),
      place: { file: this.#file.name, line: line.line, byteOffset: line.byteOffset },
      ...(line.time?.hasZone === false && { zoneUnknown: true }),
      ...(isLastWord && { timeUnknown: true }),
    });
  }
}
