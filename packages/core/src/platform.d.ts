/** What every platform that runs core has, and neither the Node nor the DOM types are needed for. */

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

declare function setTimeout(callback: () => void, delayMs: number): unknown;
