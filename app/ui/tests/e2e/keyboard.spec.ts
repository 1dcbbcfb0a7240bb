// All of it without a mouse: from sign-in to a solved exercise.
import type { Page } from '@playwright/test';
import { expect, test } from './test';
import { answers, CLASS_CODE, ending, result } from './steps';

/** Presses Tab until the focus is on what is wanted. */
async function tabTo(page: Page, name: RegExp, most = 60): Promise<void> {
  for (let i = 0; i < most; i++) {
    const here = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      const labels =
        element instanceof HTMLInputElement ? Array.from(element.labels ?? [], (one) => one.innerText) : [];
      return [element?.getAttribute('aria-label') ?? '', element?.innerText ?? '', ...labels]
        .join(' ')
        .trim();
    });
    if (name.test(here)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${String(name)}`);
}

test('sign-in, exercise and submit work with the keyboard alone', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel('Class code').waitFor();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused();
  await tabTo(page, /Class code/);
  await page.keyboard.type(CLASS_CODE.toLowerCase());
  await tabTo(page, /Your name/);
  await page.keyboard.type('Bao');
  await tabTo(page, /Your PIN/);
  await page.keyboard.type('1234');
  await page.keyboard.press('Enter');

  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('Topics');
  await expect(heading).toBeFocused();
  await tabTo(page, /^Your first program$/);
  await page.keyboard.press('Enter');
  await expect(heading).toHaveText('Your first program');
  await tabTo(page, /^Say hello$/i, 120);
  await page.keyboard.press('Enter');
  await page.locator('.cm-content').waitFor();

  await tabTo(page, /^Your program/);
  const editor = page.locator('.cm-content');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(answers('first-program', '01-say-hello').right);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(ending(page)).toContainText('✓');

  await page.keyboard.press('Tab');
  await expect(editor).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Tab now leaves the editor.')).toBeAttached();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeFocused();
  await tabTo(page, /^Submit$/);
  await page.keyboard.press('Enter');
  await expect(result(page)).toHaveAttribute('data-passed', 'true');
  await expect(page.getByRole('heading', { name: 'Solved!' })).toBeFocused();
});

test('lines are put in order with the arrow keys', async ({ page }) => {
  await page.goto(`/join/${CLASS_CODE}`);
  await page.getByLabel('Your name').fill('Bao');
  await page.getByLabel('Your PIN').fill('1234');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Topics');
  await page.goto('/topics/variables/exercises/variables-free-seats');
  const program = page.getByRole('list', { name: 'Your program' });
  await page.getByRole('list', { name: 'Lines to choose from' }).getByRole('group').first().focus();
  await page.keyboard.press('Enter');
  await expect(program.getByRole('listitem')).toHaveCount(1);
  await page.getByRole('list', { name: 'Lines to choose from' }).getByRole('group').first().focus();
  await page.keyboard.press('Enter');
  const second = program.getByRole('group').nth(1);
  await expect(second).toBeFocused();
  const text = await second.innerText();
  await page.keyboard.press('ArrowUp');
  await expect(program.getByRole('group').first()).toHaveText(text);
  await expect(program.getByRole('group').first()).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(program.getByRole('group', { name: /indented 1/ })).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(program.getByRole('listitem')).toHaveCount(1);
});
