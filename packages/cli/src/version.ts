/** The same as in package.json (a test holds them together): reading the file would cost every start a moment. */
export const version = '0.1.0';
