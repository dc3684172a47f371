import { describe, expect, it } from 'vitest';
import { WheelGesture } from './wheel-gesture.ts';

describe('a gesture of the wheel', () => {
  it('stays what it was while its momentum lasts', () => {
    const gesture = new WheelGesture();
    expect(gesture.kindOf('zoom', 0)).toBe('zoom');
    expect(gesture.kindOf('scroll', 30)).toBe('zoom');
    expect(gesture.kindOf('scroll', 100)).toBe('zoom');
    expect(gesture.kindOf('scroll', 300)).toBe('scroll');
    expect(gesture.kindOf('pan', 330)).toBe('scroll');
  });

  it('becomes a zoom at once', () => {
    const gesture = new WheelGesture();
    gesture.kindOf('scroll', 0);
    expect(gesture.kindOf('zoom', 10)).toBe('zoom');
  });
});
