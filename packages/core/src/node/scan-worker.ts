import { parentPort, workerData } from 'node:worker_threads';
import { prepareCodecs } from '../ingest/decode.ts';
import { prepareScanner } from '../ingest/fast/engine.ts';
import { pieceBytes } from '../ingest/threads/piece-bytes.ts';
import { PieceScanner } from '../ingest/threads/piece-scanner.ts';
import { ownedBuffers, type ScannedPiece } from '../ingest/threads/scanned-piece.ts';
import { fileAccess } from './file-source.ts';
import {
  claimPiece,
  firstPieceWord,
  pieceStates,
  positionWord,
  stopWord,
  type ThreadData,
  type ThreadJob,
  type ThreadResult,
} from './thread-protocol.ts';

/** A thread that nobody wakes looks around by itself. */
const longestWaitMs = 200;
/** Text per stored byte above which the main thread, which watches the limits, is to read. */
const mostUnpackedPerByte = 400;
const alwaysUnpackedBytes = 64 * 2 ** 20;

const { results, thread, threads } = workerData as ThreadData;
const scanners = new Map<number, PieceScanner>();

await prepareCodecs();
await prepareScanner('wasm');
parentPort?.on('message', scanFile);

function scanFile({ job, path, cut, maxLineBytes, shared }: ThreadJob): void {
  const scanner = scanners.get(maxLineBytes) ?? new PieceScanner(maxLineBytes);
  scanners.set(maxLineBytes, scanner);
  const file = fileAccess(path);
  try {
    while (Atomics.load(shared, stopWord) === 0) {
      const position = Atomics.load(shared, positionWord);
      const index = claimPiece(shared, thread, threads);
      if (index < 0) {
        Atomics.wait(shared, positionWord, position, longestWaitMs);
        continue;
      }
      const piece = scanPiece(scanner, file, cut, index);
      if (piece !== undefined) {
        const result: ThreadResult = { job, maxLineBytes, index, piece };
        results.postMessage(result, ownedBuffers(piece));
      }
      const word = firstPieceWord + index;
      const outcome = piece === undefined ? pieceStates.refused : pieceStates.done;
      Atomics.compareExchange(shared, word, pieceStates.thread, outcome);
      Atomics.notify(shared, word);
    }
  } finally {
    file.close();
  }
}

/** Nothing where something is odd: the main thread then reads the piece as it would alone. */
function scanPiece(
  scanner: PieceScanner,
  file: ReturnType<typeof fileAccess>,
  cut: ThreadJob['cut'],
  index: number,
): ScannedPiece | undefined {
  const start = cut.bounds[index] ?? 0;
  const end = cut.bounds[index + 1] ?? start;
  const mostBytes = alwaysUnpackedBytes + (end - start) * mostUnpackedPerByte;
  let reached = start;
  const chunks = function* () {
    const bytes = pieceBytes(file, cut, index, scanner.buffer);
    let unpackedBytes = 0;
    for (;;) {
      const next = bytes.next();
      if (next.done === true) {
        reached = next.value;
        return;
      }
      unpackedBytes += next.value.length;
      if (unpackedBytes > mostBytes) return;
      yield next.value;
    }
  };
  try {
    const piece = scanner.scan(chunks());
    return reached === end ? piece : undefined;
  } catch {
    return undefined;
  }
}
