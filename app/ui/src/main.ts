// The entry: the look, then the app.
import { mount } from 'svelte';
import App from './App.svelte';
import './look/tokens.css';
import './look/base.css';
import './look/parts.css';
import { applyLanguage } from './i18n/language.svelte';
import { applyTheme } from './look/theme.svelte';

applyTheme();
applyLanguage();
const target = document.getElementById('app');
if (target) mount(App, { target });
