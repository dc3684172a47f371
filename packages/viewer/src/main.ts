import { mount } from 'svelte';
import App from './app/App.svelte';
import { LogWorker } from './source/worker-source.ts';
import { applyTheme, readThemeChoice } from './state/preferences.ts';
import { takeToken } from './state/token.ts';
import './ui/tokens.css';
import './ui/base.css';

applyTheme(readThemeChoice());
const target = document.getElementById('app');
if (target !== null) mount(App, { target, props: { token: takeToken(), newWorker: () => new LogWorker() } });
