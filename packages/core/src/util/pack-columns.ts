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

/**
 * Packs a value of objects, lists, texts, numbers, truth values and typed arrays; what is undefined is left out. An array that stands in
 * several places is packed once.
 */
export function packColumns(value: unknown): Uint8Array<ArrayBuffer> {
  const places = new Map<PackedArray, ArrayPlace>();
  let arrayBytes = 0;
  const text = JSON.stringify(value, (_key, child: unknown) => {
    const type = typeNameOf(child);
    if (type === undefined) return child;
    const array = child as PackedArray;
    let place = places.get(array);
    if (place === undefined) {
      place = { $: type, at: arrayBytes, n: array.length };
      places.set(array, place);
      arrayBytes += alignedUp(array.byteLength);
    }
    return place;
  });
  const textBytes = new TextEncoder().encode(text);
  const firstArray = alignedUp(headBytes + textBytes.length);
  const packed = new Uint8Array(firstArray + arrayBytes);
  const head = new DataView(packed.buffer);
  head.setUint32(0, magic, true);
  head.setUint32(4, textBytes.length, true);
  packed.set(textBytes, headBytes);
  for (const [array, { at }] of places)
    packed.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), firstArray + at);
  return packed;
}

/**
 * Takes out what {@link packColumns} put in. Typed arrays are copies: each can be transferred by itself. What was packed once is one array.
 *
 * @param inPlace arrays lie where they are in the packed bytes: nothing is copied, and none can be transferred without the others
 *
 * @throws RangeError when the bytes are not what was packed.
 */
export function unpackColumns(packed: Uint8Array, inPlace = false): unknown {
  const head = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (packed.length < headBytes || head.getUint32(0, true) !== magic)
    throw new RangeError('These are no packed columns.');
  const textLength = head.getUint32(4, true);
  const firstArray = alignedUp(headBytes + textLength);
  if (firstArray > packed.length) throw new RangeError('The packed columns are cut off.');
  const arrays = new Map<string, PackedArray>();
  const text = new TextDecoder().decode(packed.subarray(headBytes, headBytes + textLength));
  return JSON.parse(text, (_key, child: unknown) => {
    if (!isArrayPlace(child)) return child;
    // Empty arrays of different types can share a place.
    const key = `${child.$} ${child.at}`;
    const known = arrays.get(key);
    if (known?.length === child.n) return known;
    const ArrayType = arrayTypes[child.$];
    const from = firstArray + child.at;
    const to = from + child.n * ArrayType.BYTES_PER_ELEMENT;
    if (to > packed.length) throw new RangeError('The packed columns are cut off.');
    // Not `slice`: on Node's buffers that makes no copy.
    const array = inPlace
      ? new ArrayType(packed.buffer as ArrayBuffer, packed.byteOffset + from, child.n)
      : new ArrayType(new Uint8Array(packed.subarray(from, to)).buffer);
    arrays.set(key, array);
    return array;
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
