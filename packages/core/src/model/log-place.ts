/** Where an event stands in the log. */
export interface LogPlace {
  /** Index into `ApplicationModel.parts`. */
  readonly part: number;
  readonly lineNumber: number;
  /** In the unpacked bytes of the part. */
  readonly byteOffset: number;
}
