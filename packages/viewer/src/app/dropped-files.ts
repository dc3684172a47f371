import type { DroppedFile } from '../worker/messages.ts';

/** Files that were handed to the page, and where the outermost of them lies, if the browser tells. */
export interface GivenFiles {
  readonly files: readonly DroppedFile[];
  readonly handle?: FileSystemHandle | undefined;
}

/** Only browsers with the File System Access API have it. */
interface HandlingItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** The files that were dropped, folders with all that is below them. */
export async function droppedFiles(transfer: DataTransfer): Promise<GivenFiles> {
  const items = Array.from(transfer.items);
  // All is asked at once: after the event has been handled the items are empty.
  const entries = items.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const first = (items[0] as HandlingItem | undefined)?.getAsFileSystemHandle?.().catch(() => null);
  const plain = pickedFiles(transfer.files);
  const files: DroppedFile[] = [];
  for (const entry of entries) await collect(entry, '', files);
  // Of several files the place of one would not bring the others back.
  const handle = items.length === 1 ? ((await first) ?? undefined) : undefined;
  return { files: files.length > 0 ? files : plain, handle };
}

/** All files at a place that was opened before. */
export async function filesAt(handle: FileSystemHandle): Promise<GivenFiles> {
  const files: DroppedFile[] = [];
  await collectFrom(handle, '', files);
  return { files, handle };
}

async function collectFrom(handle: FileSystemHandle, folder: string, files: DroppedFile[]): Promise<void> {
  const path = folder === '' ? handle.name : `${folder}/${handle.name}`;
  if (handle instanceof FileSystemFileHandle) files.push({ path, file: await handle.getFile() });
  else if (handle instanceof FileSystemDirectoryHandle)
    for await (const child of handle.values()) await collectFrom(child, path, files);
}

/** The files that were picked, with their path below a picked folder. */
export function pickedFiles(list: FileList | null): DroppedFile[] {
  return Array.from(list ?? [], (file) => ({
    path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
    file,
  }));
}

async function collect(entry: FileSystemEntry, folder: string, files: DroppedFile[]): Promise<void> {
  const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
  // Not by class: Chromium has none of these names.
  if (isFileEntry(entry)) {
    files.push({
      path,
      file: await new Promise<File>((resolve, reject) => {
        entry.file(resolve, reject);
      }),
    });
  } else if (isDirectoryEntry(entry)) {
    const reader = entry.createReader();
    for (;;) {
      // A browser hands a folder out in pieces; an empty one is the last.
      const children = await new Promise<FileSystemEntry[]>((resolve, reject) => {
        reader.readEntries(resolve, reject);
      });
      if (children.length === 0) return;
      for (const child of children) await collect(child, path, files);
    }
  }
}

function isFileEntry(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectoryEntry(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
