/** A small seeded generator (mulberry32), so that a failing mutation can be made again from its number. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const tokens = [
  '{"Event":"',
  '}{',
  '}\n{',
  '\n',
  '"',
  '\\',
  '\\u0000',
  '-1',
  '1e400',
  '9223372036854775807',
  'null',
  '[[[[',
  '\u001b[31m',
  'é',
];

/** Changes one to four places: a byte or a bit, a stretch cut, doubled or moved, a token that means something in JSON lines. */
export function mutate(original: Uint8Array, random: () => number): Uint8Array {
  let bytes = original;
  const places = 1 + Math.floor(random() * 4);
  for (let place = 0; place < places; place++) bytes = mutateOnce(bytes, random);
  return bytes;
}

function mutateOnce(bytes: Uint8Array, random: () => number): Uint8Array {
  const at = Math.floor(random() * bytes.length);
  const length = Math.min(bytes.length - at, 1 + Math.floor(random() ** 3 * 5_000));
  const head = bytes.subarray(0, at);
  const stretch = bytes.subarray(at, at + length);
  const tail = bytes.subarray(at + length);
  switch (Math.floor(random() * 8)) {
    case 0: {
      // Not `slice`: that of a Buffer is a view, and the original must stay whole.
      const changed = new Uint8Array(bytes);
      changed[at] = Math.floor(random() * 256);
      return changed;
    }
    case 1:
      return concat(head, tail);
    case 2:
      return concat(head, stretch, stretch, tail);
    case 3:
      return concat(stretch, head, tail);
    case 4:
      return head;
    case 5: {
      // What a disk or a network does: a bit here and there.
      const changed = new Uint8Array(bytes);
      for (let flip = 0; flip < 8; flip++) {
        const place = Math.floor(random() * bytes.length);
        changed[place] = (changed[place] ?? 0) ^ (1 << Math.floor(random() * 8));
      }
      return changed;
    }
    case 6:
      return concat(head, new TextEncoder().encode(tokens[Math.floor(random() * tokens.length)]), bytes.subarray(at));
    default: {
      // Numbers are what derived facts rest on: make one negative, huge or zero.
      const digits = new TextDecoder('latin1').decode(bytes.subarray(at, at + 2_000)).search(/\d/);
      if (digits < 0) return bytes;
      const replacement = ['-', '99999999999999', '0', '0.5', '-0'][Math.floor(random() * 5)];
      return concat(
        bytes.subarray(0, at + digits),
        new TextEncoder().encode(replacement),
        bytes.subarray(at + digits + 1),
      );
    }
  }
}

function concat(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let position = 0;
  for (const piece of pieces) {
    whole.set(piece, position);
    position += piece.length;
  }
  return whole;
}
