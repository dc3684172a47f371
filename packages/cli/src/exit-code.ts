/** What the program ends with (design, section 7). */
export const exitCodes = {
  fine: 0,
  checkFailed: 1,
  wrongUsage: 2,
  inputUnreadable: 3,
  readInPart: 4,
  ourBug: 70,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
