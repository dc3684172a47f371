/** How far a log that is still being written has been followed, or a long one read. */
export interface LiveState {
  /** How often the run was read again: whoever shows it asks anew when this has risen. */
  readonly version: number;
  /** `reading`: what is shown is the beginning of a log that is being read. `ended`: nothing more will come. */
  readonly status: 'following' | 'reading' | 'ended';
  /** How much of it has been read while it is `reading`, from 0 to 1; absent where its size is not known. */
  readonly readRatio?: number;
  /** Since the log last grew, by the clock of its file system. */
  readonly quietMs: number;
  /** Grown since it was last read; it will be read again in a moment. */
  readonly isBehind: boolean;
  /** Why the log cannot be read at the moment; what was read before is still shown. */
  readonly problem?: string;
}
