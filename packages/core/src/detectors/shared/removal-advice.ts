import type { Facts } from '../../derive/facts.ts';
import type { Incident } from '../../derive/removal/incidents.ts';
import { memoryAdvice, wasHeapFull } from './memory-advice.ts';
import type { Advice } from '../types.ts';

/** The longest pause that Spark forgives by default: `spark.network.timeout`. */
const heartbeatTimeout = 'spark.network.timeout';

/** What to change after executors of this incident went, with values from the run. */
export function adviceFor(facts: Facts, { verdict, losses }: Incident): Advice[] {
  switch (verdict.class) {
    case 'out-of-memory':
      return memoryAdvice(
        facts,
        wasHeapFull(
          facts,
          losses.map(({ executor }) => executor.id),
        ),
      );
    case 'spot':
    case 'decommissioned':
    case 'node-lost':
      return facts.model.environment.spark.get('spark.decommission.enabled') === 'true'
        ? [
            {
              text: 'Decommissioning is on: give executors a place for shuffle blocks that do not fit elsewhere.',
              setting: 'spark.storage.decommission.fallbackStorage.path',
            },
          ]
        : [
            {
              text: 'Let leaving executors hand over their shuffle and cached blocks, so that nothing has to run again.',
              setting: 'spark.decommission.enabled',
              value: 'true',
            },
            { text: 'With it:', setting: 'spark.storage.decommission.shuffleBlocks.enabled', value: 'true' },
          ];
    case 'autoscaling':
      return [
        {
          text: 'Expected when executors were idle. If they are asked for again soon after, let them wait longer.',
          setting: 'spark.dynamicAllocation.executorIdleTimeout',
        },
      ];
    case 'heartbeat-lost':
      return [
        {
          text: 'Look at the two minutes before the loss: a garbage collection pause, a frozen node, or the network. If such pauses are usual, wait longer.',
          setting: heartbeatTimeout,
        },
      ];
    case 'preempted':
      return [{ text: 'Give the queue or the pod a higher priority, or run when there is room.' }];
    case 'excluded':
      return [{ text: 'Look at why tasks failed on it: a full disk or a broken library on one machine is usual.' }];
    default:
      return [{ text: "Read the executor's own log and the cluster's events around this time: they say why." }];
  }
}
