/** A time as a log line has it. Without a zone it is the wall clock of the machine, read here as if it were UTC. */
export interface LineTime {
  readonly epochMs: number;
  readonly hasZone: boolean;
}

/** `26/11/21 10:15:34`, `2026-11-21 10:15:34,123`, `2026-11-21T10:15:34.123Z`, `[2026-11-21T10:15:34.123+0000]`. */
const stamp =
  /^\[?(?:(\d{2})\/(\d{2})\/(\d{2})|(\d{4})-(\d{2})-(\d{2}))[ T](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,6}))?\s?(Z|[+-]\d{2}:?\d{2})?/;
/** Spark 4 can write each line as JSON: `{"ts":"2026-11-21T10:15:34.123Z","level":"WARN","msg":…}`. */
const jsonStamp = /^\{"ts":"([^"]{10,40})"/;

/** Reads the time at the start of a line; nothing when it has none, as the lines of a stack trace. */
export function timeOfLine(line: string): LineTime | undefined {
  const text = jsonStamp.exec(line)?.[1] ?? line;
  const match = stamp.exec(text);
  if (match === null) return undefined;
  const [, shortYear, shortMonth, shortDay, year, month, day, hour, minute, second, fraction = '', zone] = match;
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const years = year === undefined ? 2000 + Number(shortYear) : Number(year);
  const utcMs = Date.UTC(
    years,
    Number(month ?? shortMonth) - 1,
    Number(day ?? shortDay),
    Number(hour),
    Number(minute),
    Number(second),
    ms,
  );
  return { epochMs: utcMs - zoneMs(zone), hasZone: zone !== undefined };
}

function zoneMs(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '');
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}
