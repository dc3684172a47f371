import type { DroppedFile } from '../worker/messages.ts';

/** The files that were dropped, folders with all that is below them. */
export async function droppedFiles(transfer: DataTransfer): Promise<DroppedFile[]> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return pickedFiles(transfer.files);
  const files: DroppedFile[] = [];
  for (const entry of entries) await collect(entry, '', files);
  return files;
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
  if (entry instanceof FileSystemFileEntry) {
    files.push({
      path,
      file: await new Promise<File>((resolve, reject) => {
        entry.file(resolve, reject);
      }),
    });
  } else if (entry instanceof FileSystemDirectoryEntry) {
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
