import type { Redactor } from './redactor.ts';

/** A line of a log made fit to be shown: an event is redacted value by value, since its keys say which are secret. */
export function redactLine(line: string, redactor: Redactor): string {
  try {
    return JSON.stringify(redactor.redactJson(JSON.parse(line)));
  } catch {
    return redactor.redactText(line);
  }
}
