import type { Json } from './raw-events.ts';

/**
 * Which events tell of one thing and so keep their order: a task's start and end, one executor's coming and going. What the
 * driver does itself (queries, jobs, stages) is one story, in which each event may refer to those before. The head of a log says
 * which application it is, and stays in front.
 */
function subjectOf(event: Json): string {
  const info = event['Task Info'] as Json | undefined;
  if (typeof info?.['Task ID'] === 'number') return `task ${info['Task ID']}`;
  const blockManager = event['Block Manager ID'] as Json | undefined;
  const executor = event['Executor ID'] ?? blockManager?.['Executor ID'];
  if (typeof executor === 'string') return `executor ${executor}`;
  return /LogStart|ApplicationStart|ResourceProfile|EnvironmentUpdate/.test(String(event.Event)) ? 'head' : 'driver';
}

/** The lines in another order, in which those of one subject still follow each other as they did. */
export function shuffleIndependent(lines: readonly string[], random: () => number): string[] {
  const subjects = new Map<string, string[]>();
  for (const line of lines) {
    const subject = subjectOf(JSON.parse(line) as Json);
    const known = subjects.get(subject);
    if (known === undefined) subjects.set(subject, [line]);
    else known.push(line);
  }
  const head = subjects.get('head') ?? [];
  subjects.delete('head');
  const keyed = [...subjects.values()].flatMap((group) => {
    // As many random places as the group has lines, in ascending order, keep its own order.
    const places = group.map(random).sort((a, b) => a - b);
    return group.map((line, index) => ({ line, place: places[index] ?? 0 }));
  });
  return [...head, ...keyed.sort((a, b) => a.place - b.place).map(({ line }) => line)];
}
