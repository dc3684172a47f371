import { readFileSync } from 'node:fs';
import {
  groupLogs,
  listTar,
  listZip,
  memorySource,
  type LogInput,
  type RandomAccess,
  type StoredFile,
} from '@cinderlog/core';
import { inputOf } from './bytes-input.ts';
import { mutate } from './mutate.ts';
import { packerNames, packers } from './packers.ts';

type Random = () => number;

/** Something that damage is done to: each call gives the logs that are found in another damaged copy. */
export type Mutable = (random: Random) => readonly LogInput[];

/** One file, plain or packed in any format. */
export function mutableFile(original: Uint8Array): Mutable {
  return (random) => [inputOf(mutate(original, random))];
}

/** An archive: its list, its headers and what it holds. */
export function mutableArchive(path: string): Mutable {
  const original = readFileSync(path);
  const isZip = path.endsWith('.zip');
  return (random) => {
    const bytes = isZip ? mutateZip(original, random) : mutate(original, random);
    const name = isZip ? 'mutant.zip' : 'mutant.tar';
    const files = isZip ? listZip(name, () => accessTo(bytes)) : listTar(name, () => memorySource(bytes)).files;
    return groupLogs(files).logs;
  };
}

/** The list at the end of a zip archive is a hundredth of it, and worth half of the damage. */
function mutateZip(original: Uint8Array, random: Random): Uint8Array {
  if (random() < 0.5) return mutate(original, random);
  const listAt = Buffer.from(original.buffer, original.byteOffset, original.length).indexOf('PK\u0001\u0002');
  return Buffer.concat([original.subarray(0, listAt), mutate(original.subarray(listAt), random)]);
}

function accessTo(bytes: Uint8Array): RandomAccess {
  return {
    sizeBytes: bytes.length,
    readAt: (position, into) => {
      const found = bytes.subarray(position, position + into.length);
      into.set(found);
      return found.length;
    },
    close: () => undefined,
  };
}

const rollingParts = 4;

/** A rolling log of parts in different formats: parts are cut, damaged, emptied, lost, doubled, and change places. */
export function mutableRollingLog(plain: Uint8Array): Mutable {
  const newlines = [...plain.keys()].filter((at) => plain[at] === 10);
  const starts = Array.from({ length: rollingParts + 1 }, (_, part) =>
    part === 0 ? 0 : (newlines[Math.floor((newlines.length * part) / rollingParts) - 1] ?? plain.length - 1) + 1,
  );
  const parts = Array.from({ length: rollingParts }, (_, part) => {
    const text = plain.subarray(starts[part], starts[part + 1]);
    const packer = packerNames[part % packerNames.length];
    return packer === undefined ? text : packers[packer](text);
  });
  return (random) => {
    const pick = () => Math.floor(random() * rollingParts);
    const damaged = [...parts];
    const compacted = random() < 0.1 ? pick() : -1;
    for (let change = 0; change <= random() * 3; change++) damagePart(damaged, pick, random);
    const files = damaged.map((bytes, index): StoredFile => {
      const path = `eventlog_v2_a/events_${index + 1}_a${index === compacted ? '.compact' : ''}`;
      return { path, sizeBytes: bytes.length, wanted: false, open: () => memorySource(bytes) };
    });
    return groupLogs(random() < 0.3 ? files.filter(() => random() < 0.7) : files).logs;
  };
}

function damagePart(parts: Uint8Array[], pick: () => number, random: Random): void {
  const [at, other] = [pick(), pick()];
  const part = parts[at] ?? new Uint8Array(0);
  switch (Math.floor(random() * 5)) {
    case 0:
      parts[at] = part.subarray(0, Math.floor(random() * part.length));
      break;
    case 1:
      parts[at] = new Uint8Array(0);
      break;
    case 2:
      parts[at] = parts[other] ?? part;
      break;
    case 3:
      parts[at] = Buffer.concat([part, parts[other] ?? part]);
      break;
    default:
      parts[at] = part.length === 0 ? part : mutate(part, random);
  }
}
