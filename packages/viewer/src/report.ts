import { mount } from 'svelte';
import App from './app/App.svelte';
import { applyTheme, readThemeChoice } from './state/preferences.ts';
import './ui/tokens.css';
import './ui/base.css';

// The script of a report in one file: what it shows stands in the page.
applyTheme(readThemeChoice());
const target = document.getElementById('app');
const data = document.getElementById('run')?.textContent.trim();
if (target !== null && data !== undefined) mount(App, { target, props: { embedded: data } });
