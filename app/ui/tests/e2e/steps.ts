// What people do on the pages, by the names the pages show.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';

export const CLASS_CODE = 'LRN-234';

export async function signIn(page: Page, name: string, code = CLASS_CODE, pin = '1234'): Promise<void> {
  await page.goto(`/join/${code}`);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Your PIN').fill(pin);
  await page.getByRole('button', { name: 'Start learning' }).click();
  await expect(page.getByRole('heading', { name: 'Topics', level: 1 })).toBeVisible();
}

/** Signs out, and waits for the fresh page that comes then. */
export async function signOut(page: Page): Promise<void> {
  const fresh = page.waitForURL((url) => url.pathname === '/');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await fresh;
}

export async function signInTeacher(page: Page): Promise<void> {
  await page.goto('/teacher');
  await page.getByLabel('User name').fill('teacher');
  await page.getByLabel('Password').fill('learnflow-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Your classes' })).toBeVisible();
}

/** From the teacher's list to the demo class. */
export async function openDemoClass(page: Page): Promise<void> {
  await page.getByRole('listitem').filter({ hasText: CLASS_CODE }).getByRole('link').click();
  await expect(page.getByTestId('class-code')).toHaveText(CLASS_CODE);
}

/** From anywhere to what the demo class asked the tutor. */
export async function openConversations(page: Page): Promise<void> {
  await page.goto('/classes');
  await openDemoClass(page);
  await page.getByRole('link', { name: 'Read the questions to the tutor' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Questions to the tutor');
}

/** Replaces what is in the editor, as a paste would. */
export async function write(page: Page, code: string, label = 'Your program'): Promise<void> {
  const editor = page.locator('.cm-content').and(page.getByLabel(label));
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(code);
}

export const run = (page: Page) => page.getByRole('button', { name: 'Run', exact: true }).click();
export const output = (page: Page) => page.getByTestId('output');
export const ending = (page: Page) => page.getByTestId('ending');
export const result = (page: Page) => page.getByTestId('result');

/** Waits until the student's live line stands; runs go over it then. */
export async function expectConnected(page: Page): Promise<void> {
  await expect(page.getByText('Not connected')).toBeHidden();
}

const CURRICULUM = join(import.meta.dirname, '../../../../server/curriculum/en/01-first-programs');

/** The curriculum's own right answer to an exercise, and a wrong one. */
export function answers(topic: string, folder: string): { right: string; wrong: string } {
  const home = join(CURRICULUM, topic, 'exercises', folder);
  const wrong = readdirSync(join(home, 'wrong'))[0];
  if (!wrong) throw new Error(`${home} has no wrong answer`);
  const right = readdirSync(home).find((name) => name.startsWith('solution.')) ?? '';
  return {
    right: readFileSync(join(home, right), 'utf8'),
    wrong: readFileSync(join(home, 'wrong', wrong), 'utf8'),
  };
}
