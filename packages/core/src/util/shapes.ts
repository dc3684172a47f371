import { isObject } from './is-object.ts';

/**
 * Shapes of JSON values that are read in great number: functions that take a value of unknown form and return what is wanted
 * of it, or {@link refused}. A library of schemas costs more to load than a small log costs to read.
 */
export type Shape<Value> = (value: unknown) => Value | typeof refused;
export type ValueOf<Of extends Shape<unknown>> = Exclude<ReturnType<Of>, typeof refused>;

export const refused = Symbol('refused');

/** JSON can write numbers beyond the range, which become infinite: those are none. */
export const number: Shape<number> = (value) => (Number.isFinite(value) ? (value as number) : refused);
export const text: Shape<string> = (value) => (typeof value === 'string' ? value : refused);
export const anything = (value: unknown): unknown => value;
/** Any object that is no list. */
export const anyObject: Shape<Readonly<Record<string, unknown>>> = (value) => (isObject(value) ? value : refused);

/** What `shape` refuses counts as `fallback`. */
export function orElse<Value>(shape: Shape<Value>, fallback: NoInfer<Value>): (value: unknown) => Value {
  return (value) => {
    const read = shape(value);
    return read === refused ? fallback : read;
  };
}

/** Absent, or of the wrong type, which counts as absent. */
export function optional<Value>(shape: Shape<Value>): (value: unknown) => Value | undefined {
  return orElse<Value | undefined>(shape, undefined);
}

/** What `shape` makes of a value; nothing where it refuses. */
export function readAs<Value>(shape: Shape<Value>, value: unknown): Value | undefined {
  const read = shape(value);
  return read === refused ? undefined : read;
}

/** The first that does not refuse. */
export function either<First, Second>(first: Shape<First>, second: Shape<Second>): Shape<First | Second> {
  return (value) => {
    const read = first(value);
    return read === refused ? second(value) : read;
  };
}

/** What becomes of a value when it has been read. */
export function mapped<Value, Result>(shape: Shape<Value>, change: (value: Value) => Result): Shape<Result> {
  return (value) => {
    const read = shape(value);
    return read === refused ? refused : change(read);
  };
}

/** A list, refused with any of its members. */
export function listOf<Value>(member: Shape<Value>): Shape<Value[]> {
  return (value) => {
    if (!Array.isArray(value)) return refused;
    const list: Value[] = [];
    for (const each of value) {
      const read = member(each);
      if (read === refused) return refused;
      list.push(read);
    }
    return list;
  };
}

/** A list of two. */
export function pairOf<First, Second>(first: Shape<First>, second: Shape<Second>): Shape<readonly [First, Second]> {
  return (value) => {
    if (!Array.isArray(value) || value.length !== 2) return refused;
    const one = first(value[0]);
    const other = second(value[1]);
    return one === refused || other === refused ? refused : [one, other];
  };
}

/** An object with any keys, refused with any of its values. */
export function recordOf<Value>(member: Shape<Value>): Shape<Record<string, Value>> {
  return (value) => {
    if (!isObject(value)) return refused;
    const record: Record<string, Value> = {};
    for (const key of Object.keys(value)) {
      // It would set the prototype.
      if (key === '__proto__') continue;
      const read = member(value[key]);
      if (read === refused) return refused;
      record[key] = read;
    }
    return record;
  };
}

/** An object with these fields, refused with any of them; others are left out. */
export function objectOf<Fields extends Readonly<Record<string, Shape<unknown>>>>(
  fields: Fields,
): Shape<{ readonly [Key in keyof Fields]: ValueOf<Fields[Key]> }> {
  const entries = Object.entries(fields);
  return (value) => {
    if (!isObject(value)) return refused;
    const object: Record<string, unknown> = {};
    for (const [key, field] of entries) {
      const read = field(value[key]);
      if (read === refused) return refused;
      object[key] = read;
    }
    return object as { [Key in keyof Fields]: ValueOf<Fields[Key]> };
  };
}
