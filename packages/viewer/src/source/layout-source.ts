import type { LayoutPlan, LayoutRequest, PlanLayout } from '../panels/plan/layout-plan.ts';

/** Lays plans out in a worker, which is started when the first plan is shown. */
export function layoutInWorker(): LayoutPlan {
  let worker: Worker | undefined;
  let nextId = 0;
  const waiting = new Map<number, { resolve: (layout: PlanLayout) => void; reject: (error: Error) => void }>();
  const start = () => {
    const started = new Worker(new URL('../worker/layout-worker.ts', import.meta.url), { type: 'module' });
    started.addEventListener('message', ({ data }: MessageEvent<{ id: number; layout: PlanLayout }>) => {
      waiting.get(data.id)?.resolve(data.layout);
      waiting.delete(data.id);
    });
    started.addEventListener('error', (event) => {
      for (const { reject } of waiting.values()) reject(new Error(`The plan cannot be laid out: ${event.message}`));
      waiting.clear();
      worker = undefined;
    });
    return started;
  };
  return (request: LayoutRequest) =>
    new Promise((resolve, reject) => {
      worker ??= start();
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, request });
    });
}
