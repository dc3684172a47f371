/** How far a log that is still being written has been followed. */
export interface LiveState {
  /** How often the run was read again: whoever shows it asks anew when this has risen. */
  readonly version: number;
  /** `ended`: the end of the application was read, and nothing more will come. */
  readonly status: 'following' | 'ended';
  /** Since the log last grew, by the clock of its file system. */
  readonly quietMs: number;
  /** Grown since it was last read; it will be read again in a moment. */
  readonly isBehind: boolean;
  /** Why the log cannot be read at the moment; what was read before is still shown. */
  readonly problem?: string;
}
