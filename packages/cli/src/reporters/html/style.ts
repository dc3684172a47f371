const dark =
  '--page:#14161b;--card:#1c1f26;--text:#e4e7ec;--muted:#a4acba;--line:#343a46;--grid:#272c35;--bad:#ff8f8f;--warn:#f0bf62;' +
  '--calm:#86bcff;--good:#7ed493;--busy:#56b873;--free:#3a4250;--exec:#6fa2f0;--gap:#e0b04a';

/** The style of the page. Its hash is in the page's own policy, so there are no other styles and no style attributes. */
export const style = `
:root{color-scheme:light dark;--page:#fff;--card:#f6f7f9;--text:#1b1e24;--muted:#555c69;--line:#d5d9e0;--grid:#e6e9ee;
--bad:#b3232f;--warn:#8a5300;--calm:#1c5fa8;--good:#1e6f35;--busy:#2f8f4e;--free:#d3dbe4;--exec:#3d74c9;--gap:#c98a00}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${dark}}}
:root[data-theme=dark]{color-scheme:dark;${dark}}:root[data-theme=light]{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:70rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
h1,h2,h3,h4{line-height:1.25;overflow-wrap:anywhere;margin:2.2rem 0 .6rem}
h1{font-size:1.7rem;margin-top:.5rem}h2{font-size:1.3rem}h3{font-size:1.1rem}h4{font-size:1rem}
p{margin:.4rem 0;overflow-wrap:anywhere}
.muted{color:var(--muted)}.small{font-size:.875rem}
.verdict{font-size:1.15rem;font-weight:600}
.first{border-left:4px solid var(--warn);padding:.3rem .9rem;background:var(--card)}
.good{color:var(--good)}.bad{color:var(--bad)}.warning{color:var(--warn)}.calm{color:var(--calm)}
code,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em;overflow-wrap:anywhere}
svg{display:block;width:100%;height:auto}
svg text{font:12px system-ui,sans-serif;fill:var(--text)}
svg .axis{fill:var(--muted)}svg .grid{stroke:var(--grid)}
.running{fill:var(--busy)}.offered{fill:var(--free)}.executors{fill:none;stroke:var(--exec);stroke-width:2}
.gap{fill:var(--gap)}.incident{stroke:var(--bad);stroke-width:2;fill:none}
.span-critical{fill:var(--bad)}.span-warning{fill:var(--warn)}.span-info{fill:var(--calm)}
svg .key{fill:#14161b;font-weight:700}
.chart{overflow-x:auto;border:1px solid var(--line);border-radius:8px;padding:.6rem;background:var(--card)}
.chart svg{min-width:44rem}
.legend{display:grid;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr));gap:.1rem 2rem;padding:0;margin:.4rem 0 .8rem;list-style:none}
.legend li{display:flex;gap:.6rem;align-items:baseline}.legend .what{flex:1}
.number{font-variant-numeric:tabular-nums;text-align:right;white-space:nowrap}
.swatch{flex:none;width:1.5rem;height:1.15rem}
.swatch svg{width:1.5rem;height:1.15rem}
.finding{border:1px solid var(--line);border-radius:8px;padding:.2rem 1rem .9rem;margin:1rem 0;background:var(--card)}
.finding h3,.finding h4{margin:.7rem 0 .2rem}
.badge{font-weight:700;font-size:.875rem}
dl{display:grid;grid-template-columns:6rem 1fr;gap:.3rem 1rem;margin:.6rem 0 0}dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
dd ul{margin:0;padding-left:1.1rem}
details{border:1px solid var(--line);border-radius:8px;margin:.7rem 0;padding:0 1rem}
summary{cursor:pointer;padding:.6rem 0;font-weight:600}
.wide{overflow-x:auto;margin-bottom:1rem}
table{border-collapse:collapse;font-size:.875rem;width:100%}
th,td{padding:.3rem .7rem .3rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;max-width:32rem;overflow-wrap:anywhere}
th{color:var(--muted);font-weight:600;white-space:nowrap}
a{color:var(--calm)}
.button{display:inline-block;padding:.35rem .9rem;border:1px solid var(--calm);border-radius:8px;background:var(--card);font-weight:600;text-decoration:none}
.button:hover{text-decoration:underline}
.opens{cursor:pointer}
.only-heard{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
:focus-visible{outline:3px solid var(--calm);outline-offset:2px}
${[
  ['start-up', '#7fb2ff'],
  ['idle', '#b8bec9'],
  ['non-spark-code', '#d6a2f0'],
  ['planning', '#6fd3e0'],
  ['commit', '#9ec5ff'],
  ['streaming-wait', '#c9cdd4'],
  ['driver-overloaded', '#ffa08d'],
  ['cluster-malfunction', '#ff8585'],
  ['unknown', '#c9cdd4'],
  ['waiting-for-executors', '#f2cf66'],
  ['scheduling-delay', '#f7e08a'],
  ['between-stages', '#eab6e6'],
  ['fetch-failure-wait', '#ff9a9a'],
  ['full', '#7fd18b'],
  ['tail', '#f2c14e'],
  ['too-few-tasks', '#8fe3e8'],
  ['not-launched', '#c9a7f5'],
  ['re-running', '#ff9a9a'],
]
  .map(([label, color]) => `.label-${label}{fill:${color}}`)
  .join('')}
@media print{:root:root{color-scheme:light;--page:#fff;--card:#fff;--text:#000;--muted:#444;--line:#bbb;--grid:#ddd;--bad:#9c1521;--warn:#7a4a00;--calm:#174f8c;--good:#175c2b;--busy:#2f8f4e;--free:#d3dbe4;--exec:#3d74c9;--gap:#b57b00}
body{font-size:10.5pt}#report[hidden]{display:block}#app,.needs-script{display:none}main{max-width:none;padding:0}.finding,.chart,tr{break-inside:avoid}.chart svg{min-width:0}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
details{border:0;padding:0}details::details-content{content-visibility:visible;block-size:auto}.wide,.chart{overflow:visible}}
`;
