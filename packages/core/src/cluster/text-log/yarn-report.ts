/** What the command line of YARN prints, by its first words. */
export const yarnReportStart = /^(?:Application (?:Attempt )?Report ?:|Total number of application attempts ?:)/m;

/**
 * What `yarn application -status <id>`, `yarn applicationattempt -list <id>` and `-status <id>` print, as the records that the REST
 * interfaces give for the same.
 */
export function parseYarnReport(text: string): readonly Readonly<Record<string, string>>[] {
  if (/^\s*Total number of application attempts ?:/m.test(text)) return parseAttemptList(text);
  const isAttempt = /^\s*Application Attempt Report ?:/m.test(text);
  const fields = new Map(
    [...text.matchAll(/^\s*([A-Z][\w -]*?(?:\([^)]*\))?) : (.*)$/gm)].map((match) => [match[1], match[2]]),
  );
  const record = Object.fromEntries(
    (isAttempt ? attemptFields : applicationFields).flatMap(([printed, field]) => {
      const value = fields.get(printed);
      return value === undefined ? [] : [[field, value.trim()]];
    }),
  );
  return [record];
}

const applicationFields: readonly (readonly [printed: string, field: string])[] = [
  ['Application-Id', 'id'],
  ['State', 'state'],
  ['Final-State', 'finalStatus'],
  ['Diagnostics', 'diagnostics'],
  ['Start-Time', 'startedTime'],
  ['Launch-Time', 'launchTime'],
  ['Finish-Time', 'finishedTime'],
];

const attemptFields: typeof applicationFields = [
  ['ApplicationAttempt-Id', 'appAttemptId'],
  ['State', 'appAttemptState'],
  ['AMContainer', 'amContainerId'],
  ['AM Host', 'host'],
  ['Diagnostics', 'diagnosticsInfo'],
];

/** A table of attempts: id, state, container of the master, address. */
function parseAttemptList(text: string): Readonly<Record<string, string>>[] {
  return [...text.matchAll(/^\s*(appattempt_\d+_\d+_\d+)\s+([A-Z_]+)\s+(\S+)/gm)].map(([, id, state, container]) => ({
    appAttemptId: id ?? '',
    appAttemptState: state ?? '',
    amContainerId: container ?? '',
  }));
}
