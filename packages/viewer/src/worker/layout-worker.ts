import { layoutPlan, type LayoutRequest } from '../panels/plan/layout-plan.ts';

// A plan of a thousand nodes takes seconds to lay out: the page stays free meanwhile.
addEventListener('message', ({ data }: MessageEvent<{ id: number; request: LayoutRequest }>) => {
  postMessage({ id: data.id, layout: layoutPlan(data.request) });
});
