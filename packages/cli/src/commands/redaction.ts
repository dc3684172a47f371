import { AppError, redactionKinds, type RedactionKind } from '@cinderlog/core';

/** What a report for oneself hides, and one that is made to be given away. */
const ownKinds: readonly RedactionKind[] = ['secrets'];
const sharedKinds: readonly RedactionKind[] = ['secrets', 'people', 'hosts'];

export interface RedactionFlags {
  readonly share?: true;
  /** Kinds to hide besides the usual ones, separated by commas, or `none`. */
  readonly redact?: string;
}

/**
 * What to hide: secrets always; people and hosts too in formats that are made to be shared, or with `--share`.
 *
 * @throws AppError `usage` for an unknown kind.
 */
export function chooseRedaction(isShared: boolean, { share, redact }: RedactionFlags): ReadonlySet<RedactionKind> {
  const usual = isShared || share === true ? sharedKinds : ownKinds;
  if (redact === undefined) return new Set(usual);
  const asked = redact.split(',').map((kind) => kind.trim().toLowerCase());
  if (asked.length === 1 && asked[0] === 'none') return new Set();
  if (asked.length === 1 && asked[0] === 'all') return new Set(redactionKinds);
  const unknown = asked.find((kind) => !isKind(kind));
  if (unknown !== undefined) {
    throw new AppError(
      'usage',
      `--redact does not know ${unknown}. Give ${redactionKinds.join(', ')}, several of them with commas, all, or none.`,
    );
  }
  return new Set([...usual, ...asked.filter(isKind)]);
}

function isKind(kind: string): kind is RedactionKind {
  return (redactionKinds as readonly string[]).includes(kind);
}
