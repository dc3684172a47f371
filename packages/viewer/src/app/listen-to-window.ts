import type { HeldKeys } from './held-keys.ts';

export interface WindowListener {
  readonly heldKeys: HeldKeys;
  /** A key that nobody has taken, and that is not typed into a field. */
  readonly press: (event: KeyboardEvent) => void;
  /** The colours of the system have changed. */
  readonly redraw: () => void;
}

/** Hears what a whole screen of timelines obeys. Returns what ends it. */
export function listenToWindow({ heldKeys, press, redraw }: WindowListener): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const down = (event: KeyboardEvent) => {
    // Escape leaves fields, too.
    if (!event.defaultPrevented && (event.key === 'Escape' || !isTyping(event.target))) press(event);
  };
  const up = (event: KeyboardEvent) => {
    heldKeys.release(event);
  };
  const blur = () => {
    heldKeys.releaseAll();
  };
  addEventListener('keydown', down, { signal });
  addEventListener('keyup', up, { signal });
  addEventListener('blur', blur, { signal });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw, { signal });
  return () => {
    ending.abort();
  };
}

function isTyping(target: EventTarget | null): boolean {
  // A box that was ticked keeps the focus, but nothing is typed into it.
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  return target instanceof HTMLElement && (target.isContentEditable || ['SELECT', 'TEXTAREA'].includes(target.tagName));
}
