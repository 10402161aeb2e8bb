// Dark or light: the system's choice until the person makes one.

import { effect, signal } from '@preact/signals';

type Theme = 'dark' | 'light';

const kKey = 'farsight-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(kKey);
    return value === 'dark' || value === 'light' ? value : null;
  } catch {
    // Storage is forbidden in some private windows.
    return null;
  }
}

export const theme = signal<Theme>(stored() ?? (system.matches ? 'dark' : 'light'));

export function toggleTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem(kKey, theme.value);
  } catch {
    // Then it holds for this visit only.
  }
}

export function applyTheme(): void {
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
  });
  system.addEventListener('change', () => {
    if (!stored()) theme.value = system.matches ? 'dark' : 'light';
  });
}
