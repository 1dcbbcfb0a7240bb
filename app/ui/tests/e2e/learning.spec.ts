// Projects, placement, files beside a program, and the language of the pages.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { Server } from './server';
import * as step from './steps';
import { expect, test as base } from './test';
import { topicsFolder } from './topics';

const test = base.extend<object, { server: Server }>({
  server: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use) => {
      const server = await Server.start(90_000, topicsFolder());
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function check(page: Page, name: string): Promise<void> {
  await expect(page.getByText(/^Loading /)).toHaveCount(0);
  const found = await new AxeBuilder({ page }).withTags(RULES).analyze();
  expect
    .soft(
      found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`),
      name,
    )
    .toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(wide, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
}

test('a project is built step by step, from the own program', async ({ page }) => {
  await step.signIn(page, 'Ada');
  await page.getByTestId('project-first-programs').getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Project: A ticket');
  await expect(page.getByText('opens after step 1')).toBeVisible();
  await page.getByRole('link', { name: 'Begin' }).click();
  await step.write(page, 'name = "Ada"\nprint(name)\n');
  await page.getByRole('button', { name: 'Submit' }).click();
  await expect(step.result(page)).toHaveAttribute('data-passed', 'true');
  await page.getByRole('link', { name: 'Next: The price' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The price');
  await expect(page.locator('.cm-content')).toContainText('name = "Ada"');
  await step.write(page, 'name = "Ada"\nprint(name)\nprint(3)\n');
  await page.getByRole('button', { name: 'Submit' }).click();
  await expect(step.result(page)).toHaveAttribute('data-passed', 'true');
  await page.getByRole('link', { name: 'Back to the project' }).click();
  await expect(page.getByText('You have built it all.')).toBeVisible();
});

test('a step that is closed says so, whoever types its address', async ({ page }) => {
  await step.signIn(page, 'Bao');
  await page.goto('/projects/first-programs/2');
  await expect(page.getByText('opens after step 1')).toBeVisible();
  await page.goto('/projects/first-programs/9');
  await expect(page.getByRole('heading', { name: 'There is no such project' })).toBeVisible();
});

test('a few questions find where to start, and the list marks it', async ({ page }) => {
  await step.signIn(page, 'Chidi');
  await page.getByRole('link', { name: 'Find where to start' }).click();
  const unknown = page.getByRole('button', { name: 'I do not know this yet' });
  const answered = page.waitForResponse((response) => response.url().endsWith('/placement') && response.ok());
  await expect(page.getByRole('button', { name: 'Answer' })).toBeDisabled();
  await page.getByRole('radio').first().check();
  await page.getByRole('button', { name: 'Answer' }).click();
  await answered;
  const title = page.getByRole('heading', { level: 1 });
  for (let question = 2; question <= 6; question++) {
    await expect(title.or(unknown).first()).toBeVisible();
    if ((await title.textContent())?.startsWith('Start with')) break;
    await Promise.all([page.waitForResponse((one) => one.url().endsWith('/placement')), unknown.click()]);
    await expect(
      page.getByText(`Question ${question + 1},`).or(page.getByText('This is only a suggestion')),
    ).toBeVisible();
  }
  await expect(title).toHaveText(/^Start with: /);
  const topic = (await title.textContent())?.replace('Start with: ', '') ?? '';
  await page.getByRole('link', { name: 'See all topics' }).click();
  const card = page.getByRole('article').filter({ hasText: 'Start here' });
  await expect(card).toHaveCount(1);
  await expect(card).toContainText(topic);
});

test('a file of an exercise can be read, by the student and the program', async ({ page }) => {
  await step.signIn(page, 'Dalia');
  await page.goto('/topics/first-program/exercises/first-program-read-a-note');
  const tabs = page.getByRole('tablist', { name: 'Files of this exercise' });
  await tabs.getByRole('tab', { name: 'main.py' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(tabs.getByRole('tab', { name: 'note.txt' })).toBeFocused();
  await expect(page.getByRole('tabpanel').getByText('milk')).toBeVisible();
  await expect(page.locator('.cm-content')).toBeHidden();
  await step.run(page);
  await expect(step.output(page)).toHaveText(/milk/);
  await tabs.getByRole('tab', { name: 'main.py' }).click();
  await expect(page.locator('.cm-content')).toBeVisible();
});

test('the pages speak German when it is chosen, and remember it', async ({ page }) => {
  await step.signIn(page, 'Emil');
  await page.getByLabel('Language').selectOption('de');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Themen');
  await expect(page.getByRole('link', { name: 'Dein erstes Programm' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Themen');
  await page.getByRole('link', { name: 'Dein erstes Programm' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dein erstes Programm');
  await check(page, 'German topic');
  await page.getByLabel('Sprache').selectOption('en');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your first program');
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1366, height: 768 },
    { width: 360, height: 740 },
  ]) {
    test(`the new pages, ${colorScheme}, ${viewport.width} px`, async ({ newPage }) => {
      const page = await newPage({ colorScheme, viewport, reducedMotion: 'reduce' });
      await step.signIn(page, 'Fatima');
      await check(page, 'topics');
      await page.goto('/placement');
      await expect(page.getByRole('radio').first()).toBeVisible();
      await check(page, 'placement');
      await page.goto('/projects/first-programs');
      await expect(page.getByRole('link', { name: 'Begin' })).toBeVisible();
      await check(page, 'project');
      await page.goto('/projects/first-programs/1');
      await expect(page.getByRole('button', { name: 'Submit' })).toBeVisible();
      await check(page, 'step');
      await page.goto('/topics/first-program/exercises/first-program-read-a-note');
      await page.getByRole('tab', { name: 'note.txt' }).click();
      await check(page, 'files');
    });
  }
}
