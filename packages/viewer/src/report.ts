import { mount } from 'svelte';
import App from './app/App.svelte';
import { layoutPlan, type LayoutRequest } from './panels/plan/layout-plan.ts';
import { applyTheme, readThemeChoice } from './state/preferences.ts';
import './ui/tokens.css';
import './ui/base.css';

// The script of a report in one file: what it shows stands in the page.
applyTheme(readThemeChoice());
const target = document.getElementById('app');
const data = document.getElementById('run')?.textContent.trim();
if (target !== null && data !== undefined) {
  // A file from disk may start no worker.
  const props = { embedded: data, layoutPlan: (request: LayoutRequest) => Promise.resolve(layoutPlan(request)) };
  mount(App, { target, props });
}
