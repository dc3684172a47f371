/** Bytes that a page holds as base64 of gzip. */
export async function unpackBytes(base64: string): Promise<Uint8Array> {
  const zipped = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
