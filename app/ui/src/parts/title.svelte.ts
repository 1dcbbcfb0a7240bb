// The title of the page that is open, for the tab and for screen readers.

const state = $state({ page: '' });

export const title = {
  get text(): string {
    return state.page ? `${state.page} – LearnFlow` : 'LearnFlow';
  },
  set page(text: string) {
    state.page = text;
  },
};
