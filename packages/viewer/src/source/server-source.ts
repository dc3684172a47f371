import {
  unpackColumns,
  type Comparison,
  type LiveState,
  type ViewerMethod,
  type ViewerRequests,
} from '@cinderlog/core';
import type { RunLibrary, RunSource } from './run-source.ts';

/** A run behind `cinderlog view`: each question is one request to the server that the page came from. */
function openServer(token: string, run: number): RunSource {
  return {
    async ask<Method extends ViewerMethod>(method: Method, asks: ViewerRequests[Method]['asks']) {
      return (await askServer(token, `runs/${run}/${method}`, asks)) as ViewerRequests[Method]['gets'];
    },
    live: async () => (await askServer(token, `runs/${run}/live`, {})) as LiveState | null,
    close: () => undefined,
  };
}

/** The runs that the server holds. */
export async function openServerLibrary(token: string): Promise<RunLibrary> {
  return {
    names: (await askServer(token, 'runs', {})) as readonly string[],
    open: (place) => openServer(token, place),
    compare: async (known, fresh) => (await askServer(token, 'compare', { known, fresh })) as Comparison,
  };
}

async function askServer(token: string, path: string, asks: unknown): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(`api/${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(asks),
    });
  } catch (cause) {
    throw new Error('The server has stopped. Start “cinderlog view” again and open the address that it prints.', {
      cause,
    });
  }
  if (response.status === 403) {
    throw new Error('The server does not know this page. Open the address that “cinderlog view” printed.');
  }
  if (!response.ok) throw new Error(`The server could not answer: ${await response.text()}`);
  return unpackColumns(new Uint8Array(await response.arrayBuffer()), true);
}
