// node bench/codecs.mjs [megabytes]: how fast each codec unpacks, beside a plain read of the same text in the same run.
// Needs a build (npx tsc -b), zstd, gzip and lz4; Java and Maven for Spark's own formats, which are skipped without.
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeSource, prepareCodecs } from '../packages/core/dist/index.js';
import { fileSource } from '../packages/core/dist/node/index.js';

const textMegabytes = Number(process.argv[2] ?? 200);
const passes = 3;
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}bench/data/codecs-${textMegabytes}`;
const textFile = `${folder}/log.jsonl`;

/** The text of all small fixture logs, over and over. Repeats lie further apart than any codec's window reaches. */
function makeText() {
  const logs = `${root}fixtures/logs`;
  const texts = readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.zstd') || path.endsWith('.inprogress'))
    .map((path) => spawnSync('zstd', ['-dcq'], { input: readFileSync(`${logs}/${path}`), maxBuffer: 2 ** 30 }).stdout);
  const file = openSync(textFile, 'w');
  for (let bytes = 0, at = 0; bytes < textMegabytes * 1e6; at++) bytes += writeSync(file, texts[at % texts.length]);
  closeSync(file);
}

function run(command, ...parameters) {
  const { status, stderr } = spawnSync(command, parameters, { encoding: 'utf8', cwd: folder });
  if (status !== 0) console.log(`skipped ${command}: ${stderr}`);
}

function makeInputs() {
  mkdirSync(folder, { recursive: true });
  makeText();
  run('bash', `${root}fixtures/codecs/encode.sh`, textFile, folder);
  run('zstd', '-qf', '-3', '--check', textFile, '-o', 'single-frame.zst');
  run('bash', '-c', `gzip -6 -c ${textFile} > log.gz`);
  run('lz4', '-qf', '-1', textFile, 'frame.lz4');
}

function countByPlainRead(path) {
  const buffer = Buffer.alloc(1 << 20);
  const file = openSync(path, 'r');
  let bytes = 0;
  for (let count = -1; count !== 0; bytes += count) count = readSync(file, buffer);
  closeSync(file);
  return bytes;
}

function countUnpacked(path) {
  let bytes = 0;
  for (const piece of decodeSource(fileSource(path), { name: path })) bytes += piece.length;
  return bytes;
}

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The best of some passes, by processor time (other programs may run), in megabytes of plain text per second. The first pass also warms the page cache. */
function measure(count, path, expectedBytes) {
  let bestMs = Infinity;
  for (let pass = 0; pass < passes; pass++) {
    const start = cpuMs();
    const bytes = count(path);
    bestMs = Math.min(bestMs, cpuMs() - start);
    if (bytes !== expectedBytes) throw new Error(`${path}: ${bytes} bytes instead of ${expectedBytes}`);
  }
  return expectedBytes / 1000 / bestMs;
}

if (!existsSync(textFile)) makeInputs();
await prepareCodecs();
const textBytes = statSync(textFile).size;
const yardstick = measure(countByPlainRead, textFile, textBytes);
console.log(`${'input'.padEnd(20)} stored MB   MB/s of text   share of a plain read`);
const report = (name, path, speed) =>
  console.log(
    `${name.padEnd(20)} ${(statSync(path).size / 1e6).toFixed(1).padStart(9)} ${speed.toFixed(0).padStart(14)} ${(speed / yardstick).toFixed(3).padStart(23)}`,
  );
report('(plain read)', textFile, yardstick);
for (const name of readdirSync(folder).sort()) {
  const path = `${folder}/${name}`;
  if (statSync(path).size > 0) report(name, path, measure(countUnpacked, path, textBytes));
  else rmSync(path);
}
console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
