// Light or dark: the computer's choice, unless the person picked one.

export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'learnflow.theme';
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');

const state = $state({ choice: stored(), systemDark: prefersDark.matches });
prefersDark.addEventListener('change', (event) => (state.systemDark = event.matches));

export const theme = {
  get choice(): Theme {
    return state.choice;
  },
  set choice(choice: Theme) {
    state.choice = choice;
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // A full or forbidden storage only forgets the choice.
    }
    applyTheme();
  },
  get dark(): boolean {
    return state.choice === 'dark' || (state.choice === 'auto' && state.systemDark);
  },
};

/** Writes the choice where the style sheets look for it. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = state.choice;
}

function stored(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'auto';
}
