import { AppError } from '../util/app-error.ts';
import { asciiCodes, startsWith } from './codecs/bytes.ts';
import { findControlByte } from './codecs/control-byte.ts';

/** How many leading plain bytes {@link refusalOf} wants to see (fewer when the file is shorter). */
export const refusalHeadBytes = 512;

/** How far into a file whose start is no event the first event line is looked for; longer than any usual line. */
export const eventSearchBytes = 1 << 20;

/** White space may come first, but not much of it. */
const mostDecodedBytes = 1 << 16;
const shownBytes = 16;
const eventLineStart = asciiCodes('{"Event":"');
const lineFeed = 0x0a;
const tarMagicOffset = 257;
const jsonAdvice = 'An event log has one JSON object per line, each starting with {"Event":.';

/** Files that people mistake for an event log, by their first bytes. */
const knownMagics: readonly (readonly [magic: readonly number[], sentence: string])[] = [
  [[...asciiCodes('PK'), 3, 4], 'is a zip archive inside another file or stream; save it as a file of its own'],
  [asciiCodes('PAR1'), 'is a Parquet file, not an event log'],
  [asciiCodes('Obj\u0001'), 'is an Avro file, not an event log'],
  [asciiCodes('BZh'), 'is packed with bzip2, which is not read; unpack it first'],
  [[0xfd, ...asciiCodes('7zXZ')], 'is packed with xz, which is not read; unpack it first'],
  [[0xff, 0xfe], 'is text in UTF-16, as PowerShell writes it; convert it to UTF-8 first'],
  [[0xfe, 0xff], 'is text in UTF-16; convert it to UTF-8 first'],
  [[0x89, ...asciiCodes('PNG')], 'is a picture, not an event log'],
  [asciiCodes('%PDF'), 'is a PDF file, not an event log'],
  [asciiCodes('JAVA PROFILE'), 'is a Java heap dump, not an event log'],
];

/** Files of the cluster's side, which are given with flags of their own, by what stands near their start. */
const clusterFiles: readonly { readonly pattern: RegExp; readonly says: string }[] = [
  {
    pattern: /^(?=[^]*"run_id"\s*:)(?=[^]*"(?:job_id|run_name|life_cycle_state|attempt_number)"\s*:)[[{]/,
    says: 'tells of job runs and is no event log; give it with --job-runs',
  },
  {
    pattern: /^(?=[^]*"cluster_id"\s*:)(?=[^]*"timestamp"\s*:)(?=[^]*"type"\s*:)[[{]/,
    says: "holds a cluster's events and is no event log; give it beside one, with --cluster-events",
  },
  {
    pattern:
      /^[[{][^]*(?:"kind"\s*:\s*"(?:Pod|Event|List|PodList|EventList)"|"Ec2InstanceId"\s*:|"(?:jsonPayload|protoPayload)"\s*:|"id"\s*:\s*"application_\d)|^Application Report/,
    says: 'tells of a cluster and is no event log; give it beside one, with --cluster-log',
  },
];

/**
 * Why a file that starts with these plain (unpacked) bytes is no event log; `undefined` when it may be one, which needs
 * a JSON object that does not end its line at once.
 */
export function refusalOf(name: string, head: Uint8Array): AppError | undefined {
  const known = knownMagics.find(([magic]) => startsWith(head, magic));
  if (known !== undefined) return refuse(`${name} ${known[1]}.`);
  if (startsWith(head.subarray(tarMagicOffset), asciiCodes('ustar')))
    return refuse(`${name} is a tar archive inside another file or stream; save it as a file of its own.`);

  const text = new TextDecoder().decode(head.subarray(0, mostDecodedBytes));
  const trimmed = text.trimStart();
  if (trimmed === '' && head.length < refusalHeadBytes)
    return new AppError('input-empty', `${name} is empty: the application may have ended before it wrote anything.`);
  const ofCluster = trimmed.startsWith('{"Event"')
    ? undefined
    : clusterFiles.find((each) => each.pattern.test(trimmed));
  if (ofCluster !== undefined) return refuse(`${name} ${ofCluster.says}.`);
  if (/^\{[ \t]*\r?\n/.test(trimmed))
    return refuse(`${name} is JSON spread over several lines. ${jsonAdvice} With jq: jq -c . <file>.`);
  if (trimmed.startsWith('{')) return undefined;
  if (trimmed.startsWith('[')) return refuse(`${name} is one JSON array. ${jsonAdvice} With jq: jq -c '.[]' <file>.`);
  if (/^\S*.{0,80}\b(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\b/.test(trimmed))
    return refuse(
      `${name} is a text log (of a driver or executor), not an event log; give it beside one, with --driver-log.`,
    );
  if (/^<(?:!doctype|html|\?xml)/i.test(trimmed))
    return refuse(`${name} is a web page or XML; the download may have ended at a login page.`);
  return refuse(
    `${name} is not an event log, or it is encrypted or packed in an unknown way: it starts with ${show(head)}.`,
  );
}

/** Whether an event stands at the start of any line but the first, with nothing but text before it. */
export function hasEventLine(bytes: Uint8Array): boolean {
  // Compressed formats store text that they cannot shorten as it is, among bytes that no text holds.
  const text = bytes.subarray(0, findControlByte(bytes, 0));
  for (let newline = text.indexOf(lineFeed); newline >= 0; newline = text.indexOf(lineFeed, newline + 1)) {
    if (startsWith(text.subarray(newline + 1, newline + 1 + eventLineStart.length), eventLineStart)) return true;
  }
  return false;
}

function refuse(sentence: string): AppError {
  return new AppError('input-not-a-log', sentence);
}

/** The first bytes as hex and as text, safe to print on a terminal. */
function show(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, shownBytes);
  const hex = Array.from(shown, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const text = Array.from(shown, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
  return `${hex} (${text})`;
}
