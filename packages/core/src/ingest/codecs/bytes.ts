/** Whether `bytes` starts with all of `magic`. */
export function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  if (bytes.length < magic.length) return false;
  for (let index = 0; index < magic.length; index++) if (bytes[index] !== magic[index]) return false;
  return true;
}

/** The codes of an ASCII text. */
export function asciiCodes(text: string): readonly number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

/** An unsigned 16-bit number, low byte first. */
export function readUint16Le(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

/** An unsigned 32-bit number, low byte first. */
export function readUint32Le(bytes: Uint8Array, at: number): number {
  return (readUint16Le(bytes, at) | (readUint16Le(bytes, at + 2) << 16)) >>> 0;
}

/** An unsigned 16-bit number, high byte first. */
export function readUint16Be(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** A signed 32-bit number, high byte first, as Java writes its ints. */
export function readInt32Be(bytes: Uint8Array, at: number): number {
  return (readUint16Be(bytes, at) << 16) | readUint16Be(bytes, at + 2);
}

/** Whether the file ends inside what would have become `magic`. */
export function isCutMagic(head: Uint8Array, magic: readonly number[]): boolean {
  return head.length > 0 && head.length < magic.length && startsWith(head, magic.slice(0, head.length));
}
