/**
 * Plain data with typed arrays in it, as one piece of bytes, for files and the wire:
 *
 *     magic (4) │ bytes of the text (uint32) │ JSON, arrays replaced by {"$": type, "at": …, "n": …} │ padding │ arrays
 *
 * Every array begins at a multiple of 8 counted from the first, so that it can be read in place. Little-endian, as every
 * platform that runs this is.
 */
const magic = 0x31_43_4c_43;
const headBytes = 8;
const alignment = 8;

const arrayTypes = { Float64Array, Float32Array, Uint32Array, Uint16Array, Uint8Array } as const;
type ArrayTypeName = keyof typeof arrayTypes;
type PackedArray = InstanceType<(typeof arrayTypes)[ArrayTypeName]>;

/** Packs a value of objects, lists, texts, numbers, truth values and typed arrays; what is undefined is left out. */
export function packColumns(value: unknown): Uint8Array<ArrayBuffer> {
  const arrays: PackedArray[] = [];
  let arrayBytes = 0;
  const text = JSON.stringify(value, (_key, child: unknown) => {
    const type = typeNameOf(child);
    if (type === undefined) return child;
    const array = child as PackedArray;
    const at = arrayBytes;
    arrays.push(array);
    arrayBytes += alignedUp(array.byteLength);
    return { $: type, at, n: array.length };
  });
  const textBytes = new TextEncoder().encode(text);
  const firstArray = alignedUp(headBytes + textBytes.length);
  const packed = new Uint8Array(firstArray + arrayBytes);
  const head = new DataView(packed.buffer);
  head.setUint32(0, magic, true);
  head.setUint32(4, textBytes.length, true);
  packed.set(textBytes, headBytes);
  let at = firstArray;
  for (const array of arrays) {
    packed.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += alignedUp(array.byteLength);
  }
  return packed;
}

/**
 * Takes out what {@link packColumns} put in. Typed arrays are copies: each can be transferred by itself.
 *
 * @throws RangeError when the bytes are not what was packed.
 */
export function unpackColumns(packed: Uint8Array): unknown {
  const head = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (packed.length < headBytes || head.getUint32(0, true) !== magic)
    throw new RangeError('These are no packed columns.');
  const textLength = head.getUint32(4, true);
  const firstArray = alignedUp(headBytes + textLength);
  if (firstArray > packed.length) throw new RangeError('The packed columns are cut off.');
  const text = new TextDecoder().decode(packed.subarray(headBytes, headBytes + textLength));
  return JSON.parse(text, (_key, child: unknown) => {
    if (!isArrayPlace(child)) return child;
    const ArrayType = arrayTypes[child.$];
    const from = firstArray + child.at;
    const to = from + child.n * ArrayType.BYTES_PER_ELEMENT;
    if (to > packed.length) throw new RangeError('The packed columns are cut off.');
    // Not `slice`: on Node's buffers that makes no copy.
    return new ArrayType(new Uint8Array(packed.subarray(from, to)).buffer);
  });
}

interface ArrayPlace {
  readonly $: ArrayTypeName;
  readonly at: number;
  readonly n: number;
}

function isArrayPlace(value: unknown): value is ArrayPlace {
  if (typeof value !== 'object' || value === null || !('$' in value)) return false;
  return typeof value.$ === 'string' && Object.hasOwn(arrayTypes, value.$);
}

function typeNameOf(value: unknown): ArrayTypeName | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  const name = value.constructor.name;
  return Object.hasOwn(arrayTypes, name) ? (name as ArrayTypeName) : undefined;
}

function alignedUp(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}
