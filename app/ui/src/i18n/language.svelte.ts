// The language of the pages: the one that was chosen in the header, else the browser's, else English. It is also asked
// for in every call, so that topics come in it where they are translated.

export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const KEY = 'learnflow.language';
const state = $state<{ choice: Language }>({ choice: stored() ?? preferred() });

export const language = {
  get choice(): Language {
    return state.choice;
  },
  set choice(choice: Language) {
    state.choice = choice;
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // A full or forbidden storage only forgets the choice.
    }
    applyLanguage();
  },
};

/** Tells the browser and screen readers which language the page is in. */
export function applyLanguage(): void {
  document.documentElement.lang = state.choice;
}

function isLanguage(text: string | null | undefined): text is Language {
  return text !== null && text !== undefined && text in languages;
}

function stored(): Language | undefined {
  const kept = localStorage.getItem(KEY);
  return isLanguage(kept) ? kept : undefined;
}

function preferred(): Language {
  return navigator.languages.map((tag) => tag.split('-')[0]?.toLowerCase()).find(isLanguage) ?? 'en';
}
