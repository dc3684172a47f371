// The layer rules of docs/architecture.md. An arrow points to what a layer may import:
//   util ← (kernels | events) ← ingest ← model ← derive ← (detectors | timeline | compare) ← result ← index
const layers = {
  util: [],
  kernels: ['util'],
  events: ['util'],
  ingest: ['util', 'events'],
  cluster: ['util', 'events', 'ingest'],
  model: ['util', 'kernels', 'events', 'ingest'],
  derive: ['util', 'kernels', 'events', 'cluster', 'model'],
  detectors: ['util', 'events', 'cluster', 'model', 'derive'],
  timeline: ['util', 'kernels', 'events', 'cluster', 'model', 'derive'],
  compare: ['util', 'events', 'model', 'derive'],
  result: ['util', 'events', 'ingest', 'cluster', 'model', 'derive', 'detectors', 'timeline', 'compare'],
};

const layerRules = Object.entries(layers).map(([layer, allowed]) => ({
  name: `core-layer-${layer}`,
  severity: 'error',
  from: { path: `^packages/core/src/${layer}/`, pathNot: '\\.test\\.ts$' },
  to: { path: '^packages/core/src/', pathNot: [`^packages/core/src/(${[layer, ...allowed].join('|')})/`] },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'node-only-in-its-folder',
      severity: 'error',
      from: { path: '^packages/core/src/', pathNot: ['^packages/core/src/node/', '\\.test\\.ts$'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'detectors-stand-alone',
      comment: 'Detectors share derived facts, never each other.',
      severity: 'error',
      from: { path: '^packages/core/src/detectors/(?!index|types)[^/]+\\.ts$', pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/core/src/detectors/(?!index|types)[^/]+\\.ts$' },
    },
    {
      name: 'core-does-not-know-its-users',
      severity: 'error',
      from: { path: '^packages/core/' },
      to: { path: '^packages/(cli|viewer)/' },
    },
    {
      name: 'cli-uses-the-public-surface',
      severity: 'error',
      from: { path: '^packages/(cli|viewer)/' },
      to: { path: '^packages/core/src/(?!index\\.ts$|node/index\\.ts$)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs'] },
  },
};
