declare module 'stream-json/jsonl/Parser.js' {
  import type { Duplex } from 'node:stream';

  const parser: { parser(): Duplex };
  export default parser;
}
