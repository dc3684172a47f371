/** What `yarn application -status <id>` prints, as the record that the ResourceManager's REST gives for the same. */
export function parseYarnReport(text: string): Readonly<Record<string, string>> | undefined {
  if (!/^\s*Application Report ?:/m.test(text.slice(0, 4_096))) return undefined;
  const fields = new Map(
    [...text.matchAll(/^\s*([A-Z][\w-]*(?:\([^)]*\))?) : (.*)$/gm)].map((match) => [match[1], match[2]]),
  );
  const names: readonly (readonly [printed: string, field: string])[] = [
    ['Application-Id', 'id'],
    ['State', 'state'],
    ['Final-State', 'finalStatus'],
    ['Diagnostics', 'diagnostics'],
    ['Start-Time', 'startedTime'],
    ['Launch-Time', 'launchTime'],
    ['Finish-Time', 'finishedTime'],
  ];
  return Object.fromEntries(
    names.flatMap(([printed, field]) => {
      const value = fields.get(printed);
      return value === undefined ? [] : [[field, value.trim()]];
    }),
  );
}
