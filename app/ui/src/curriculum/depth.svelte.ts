// How deep the student likes explanations; kept for all topics while the page is open.

export type Depth = 'beginner' | 'intermediate' | 'advanced';

export const depth = $state<{ choice: Depth }>({ choice: 'beginner' });
