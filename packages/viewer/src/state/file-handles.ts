/**
 * Where files and folders lie that were opened before, as browsers with the File System Access API let a page keep it: to open one again it
 * need not be looked for, though the browser asks whether the page may read it. Elsewhere nothing is kept.
 */
const databaseName = 'cinderlog';
const storeName = 'handles';

/** The part of the interface that TypeScript's own description of the DOM lacks. */
interface AskingHandle {
  queryPermission(mode: { mode: 'read' }): Promise<PermissionState>;
  requestPermission(mode: { mode: 'read' }): Promise<PermissionState>;
}

export interface NamedHandle {
  readonly name: string;
  readonly handle: FileSystemHandle;
}

/** Keeps where a log lies, under the name by which it is remembered. */
export async function keepHandle({ name, handle }: NamedHandle): Promise<void> {
  await inStore('readwrite', (store) => store.put(handle, name));
}

/** Forgets all but these. */
export async function keepOnlyHandles(names: readonly string[]): Promise<void> {
  const known = (await inStore('readonly', (store) => store.getAllKeys())) ?? [];
  for (const key of known)
    if (typeof key === 'string' && !names.includes(key)) await inStore('readwrite', (store) => store.delete(key));
}

/** Where a log lies that may be read; nothing when that is not known, or was refused. */
export async function findHandle(name: string): Promise<FileSystemHandle | undefined> {
  const handle: unknown = await inStore('readonly', (store) => store.get(name));
  if (typeof FileSystemHandle === 'undefined' || !(handle instanceof FileSystemHandle)) return undefined;
  const asking = handle as FileSystemHandle & AskingHandle;
  const mode = { mode: 'read' } as const;
  const isAllowed =
    (await asking.queryPermission(mode)) === 'granted' || (await asking.requestPermission(mode)) === 'granted';
  return isAllowed ? handle : undefined;
}

/** Asks the browser's own store of the page; nothing where the page may have none, as files in some browsers. */
async function inStore<Value>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<Value>,
): Promise<Value | undefined> {
  try {
    const opening = indexedDB.open(databaseName, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(storeName);
    };
    const database = await done(opening);
    try {
      return await done(ask(database.transaction(storeName, mode).objectStore(storeName)));
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

function done<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('The store of the page could not be read.'));
    };
  });
}
