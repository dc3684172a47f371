import { mount } from 'svelte';
import App from './app/App.svelte';
import { layoutInWorker } from './source/layout-source.ts';
import { LogWorker } from './source/worker-source.ts';
import { applyTheme, readThemeChoice } from './state/preferences.ts';
import { takeToken } from './state/token.ts';
import './ui/tokens.css';
import './ui/base.css';

applyTheme(readThemeChoice());
const target = document.getElementById('app');
if (target !== null) {
  const props = { token: takeToken(), newWorker: () => new LogWorker(), layoutPlan: layoutInWorker() };
  mount(App, { target, props });
}
