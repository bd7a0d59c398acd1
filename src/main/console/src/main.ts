import './style.css';
import './app';
import { preferred, speak } from './texts';
import { applyTheme } from './theme';

applyTheme();
speak(preferred());
document.querySelector('es-app')?.toggleAttribute('ready', true);
