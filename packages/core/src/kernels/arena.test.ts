import { expect, it } from 'vitest';
import { inArena } from './arena.ts';

it('hands out places that are zero, also where others had written before', () => {
  for (let round = 0; round < 3; round++) {
    inArena((arena) => {
      const places = [10, 100_000, 3].map((bytes) => ({ bytes, address: arena.place(bytes) }));
      for (const { address, bytes } of places) {
        expect(arena.bytes(address, bytes).every((byte) => byte === 0)).toBe(true);
        expect(address % 8).toBe(0);
        arena.bytes(address, bytes).fill(0xff);
      }
    });
  }
});

it('keeps what was written when memory grows', () => {
  inArena((arena) => {
    const numbers = arena.placeOf(Float64Array.of(1, 2.5, -3));
    arena.place(10_000_000);
    expect([...arena.float64(numbers, 3)]).toEqual([1, 2.5, -3]);
  });
});

it('gives calls within calls a memory of their own, and takes it back after an error', () => {
  const outer = inArena((arena) => {
    const numbers = arena.placeOf(Uint32Array.of(1, 2, 3));
    expect(() =>
      inArena((inner) => {
        inner.bytes(inner.place(1_000), 1_000).fill(0xff);
        throw new Error('from within');
      }),
    ).toThrow('from within');
    return [...arena.uint32(numbers, 3)];
  });
  expect(outer).toEqual([1, 2, 3]);
});
