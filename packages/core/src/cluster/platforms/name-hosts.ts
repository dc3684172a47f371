import type { ClusterEvent } from '../cluster-event.ts';

/**
 * Gives events that name a machine, container or pod only by its id what another file has for that id, its host, executor and
 * application: a spot warning names an instance, the list of instances its host.
 */
export function nameHosts(events: readonly ClusterEvent[]): ClusterEvent[] {
  const known = new Map<string, Pick<ClusterEvent['subject'], 'host' | 'executorId' | 'applicationId'>>();
  for (const { subject } of events) {
    if (subject.unit === undefined) continue;
    const { host, executorId, applicationId } = known.get(subject.unit) ?? {};
    known.set(subject.unit, {
      host: host ?? subject.host,
      executorId: executorId ?? subject.executorId,
      applicationId: applicationId ?? subject.applicationId,
    });
  }
  return events.map((event) => {
    const { unit, host, executorId, applicationId } = event.subject;
    const more = unit === undefined ? undefined : known.get(unit);
    if (more === undefined) return event;
    const subject = {
      ...event.subject,
      host: host ?? more.host,
      executorId: executorId ?? more.executorId,
      applicationId: applicationId ?? more.applicationId,
    };
    return { ...event, subject };
  });
}
