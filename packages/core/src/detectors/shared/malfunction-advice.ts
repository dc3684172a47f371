import type { ClusterEvent } from '../../cluster/cluster-event.ts';
import type { Facts } from '../../derive/facts.ts';
import type { ExplainedGap } from '../../derive/gap-causes.ts';
import type { Advice } from '../types.ts';

/** What to do about a cluster that did not work: by the event that says why, else where to look for it. */
export function malfunctionAdvice(facts: Facts, { outage }: ExplainedGap): Advice {
  if (outage !== undefined) return byEvent(outage.event);
  return {
    text:
      facts.cluster === undefined
        ? "Give the cluster's own events with --cluster-log: they say why it lost its executors."
        : "The cluster's files that were given say nothing of an outage at this time: look at why the executors went (see executor-removed).",
  };
}

function byEvent({ outage, topic, loss }: ClusterEvent): Advice {
  if (topic === 'gc')
    return {
      text: 'The driver stood still for garbage collection: keep less on it (collected results, broadcasts, cached plans), or give it more memory.',
      setting: 'spark.driver.memory',
    };
  switch (outage) {
    case 'driver':
      return {
        text: 'Look at what the driver had to do when it stopped answering, in its own log: its memory and garbage collection first, then results collected and other notebooks on the same cluster.',
        setting: 'spark.driver.memory',
      };
    case 'service':
      return {
        text: 'Look at the service that was down: its own limits and connections, and whether other clusters met the same at that time.',
      };
    default:
      return loss?.class === 'spot'
        ? {
            text: 'Keep some workers on demand, with spot instances beside them, so that the cluster is never left without any.',
          }
        : {
            text: 'Let the cluster take other machine types or zones where none is to be had, or keep machines ready in a pool.',
          };
  }
}
