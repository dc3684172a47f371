import { describe, expect, it } from 'vitest';
import { refused } from '../util/shapes.ts';
import { progressSource, sumBacklogs } from './stream-source.ts';

function read(value: unknown) {
  const source = progressSource(value);
  if (source === refused) throw new Error('refused');
  return source;
}

const kafka = { description: 'KafkaV2[Subscribe[orders]]', numInputRows: 600 };

describe('a source of a stream', () => {
  it('is behind by the newest offset less the one read up to, in each partition that both name', () => {
    // As the lab's kafka-falls-behind has it; Spark's own mean over four partitions beside it is 3,024.
    const source = read({
      ...kafka,
      endOffset: '{"orders":{"2":0,"1":367,"3":367,"0":0}}',
      latestOffset: '{"orders":{"2":0,"1":6415,"3":6415,"0":0,"9":50}}',
      metrics: { minOffsetsBehindLatest: '0', maxOffsetsBehindLatest: '6048', avgOffsetsBehindLatest: '3024.0' },
    });
    expect(source).toMatchObject({
      inputRows: 600,
      partitions: 4,
      backlog: { records: 12_096 },
      furthestBehind: { partition: 'orders 1', records: 6_048 },
    });
  });

  it('is behind by the mean over its partitions when the newest offsets are left out', () => {
    const metrics = { avgOffsetsBehindLatest: '2.5', estimatedTotalBytesBehindLatest: '80' };
    const source = read({ ...kafka, endOffset: '{"a":{"0":7,"1":9}}', latestOffset: null, metrics });
    expect(source.backlog).toEqual({ records: 5, bytes: 80 });
  });

  it('is not behind by numbers that are no amounts', () => {
    const of = (endOffset: string, latestOffset: string) => read({ endOffset, latestOffset }).backlog;
    const autoLoader = (seqNum: number) => JSON.stringify({ seqNum, sourceVersion: 1, lastBackfillStartTimeMs: 1e12 });
    expect(of(autoLoader(3), autoLoader(9))).toEqual({});
    expect(of('{"logOffset":2}', '{"logOffset":7}')).toEqual({});
    expect(of('[{"shard":"0","at":1}]', '[{"shard":"0","at":5}]')).toEqual({});
    expect(of('not json', '{"orders":{"0":5}}')).toEqual({});
    expect(of('3', '8')).toEqual({ offsets: 5 });
  });

  it('of a Delta table is behind by what it reports; its offsets are no amounts', () => {
    const at = (reservoirVersion: number) =>
      JSON.stringify({ sourceVersion: 1, reservoirId: 'x', reservoirVersion, index: -1, isStartingVersion: false });
    const offsets = { endOffset: at(3), latestOffset: at(10) };
    expect(read(offsets).backlog).toEqual({});
    const metrics = { numBytesOutstanding: '3456', numFilesOutstanding: '8' };
    expect(read({ ...offsets, metrics }).backlog).toEqual({ bytes: 3_456, files: 8 });
  });

  it('adds up amounts over sources, and takes the latest of them for the time', () => {
    const one = read({ metrics: { maxMsBehindLatest: '400', numFilesOutstanding: '2' } });
    const other = read({ metrics: { avgMsBehindLatest: '900', numFilesOutstanding: 'unknown' } });
    expect(sumBacklogs([one, other])).toEqual({ ms: 900, files: 2 });
    expect(sumBacklogs([one, one])).toEqual({ ms: 400, files: 4 });
  });
});
