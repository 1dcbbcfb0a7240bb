// Every page, in light and in dark, checked with axe for WCAG 2.2 AA.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './test';
import * as step from './steps';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function check(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(/^Loading /)).toHaveCount(0);
  const found = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const wrong = found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`,
  );
  expect.soft(wrong, name).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(wide, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1366, height: 768 },
    { width: 360, height: 740 },
  ]) {
    const look = { colorScheme, viewport, reducedMotion: 'reduce' as const };
    test(`the pages of a student, ${colorScheme}, ${viewport.width} px`, async ({ newPage }) => {
      const page = await newPage(look);
      await page.goto('/sign-in');
      await check(page, 'sign in');
      await step.signIn(page, 'Dalia');
      await expect(page.getByText('Mastery').first()).toBeAttached();
      await check(page, 'topics');
      await page.goto('/topics/first-program');
      await page.getByText('The picture in words').scrollIntoViewIfNeeded();
      await expect(page.getByRole('img', { name: /Diagram/ })).toBeVisible();
      await page.getByRole('region', { name: 'Mistakes' }).locator('summary').first().click();
      await check(page, 'topic');
      await page.goto('/topics/first-program/exercises/first-program-say-hello');
      await step.write(page, 'print("nearly")\n');
      await page.getByRole('button', { name: 'Submit' }).click();
      await expect(step.result(page)).toBeVisible();
      await check(page, 'exercise');
      await page.goto('/topics/first-program/exercises/first-program-read-like-python');
      await check(page, 'predict');
      await page.goto('/topics/first-program/exercises/first-program-make-tea');
      await page.getByRole('button', { name: /^Use:/ }).first().click();
      await check(page, 'parsons');
      await page.goto('/playground');
      await step.write(page, 'import sys\nprint("a")\nprint("b", file=sys.stderr)\ninput("c? ")\n');
      await step.run(page);
      await expect(page.getByLabel(/The program asks/)).toBeVisible();
      await check(page, 'playground');
      await page.getByRole('button', { name: 'Ask the tutor' }).click();
      await page.getByRole('button', { name: 'Look at my program' }).click();
      await expect(page.getByTestId('review').first()).toBeVisible();
      await check(page, 'tutor beside a program');
      await page.goto('/tutor');
      await expect(page.getByTestId('source').first()).toBeVisible();
      await check(page, 'tutor');
      await page.goto('/progress');
      await check(page, 'progress');
      await page.goto('/nowhere');
      await check(page, 'missing');
    });

    test(`the pages of a teacher, ${colorScheme}, ${viewport.width} px`, async ({ newPage }) => {
      const page = await newPage(look);
      await page.goto('/teacher');
      await check(page, 'teacher sign in');
      await step.signInTeacher(page);
      await page.getByRole('button', { name: 'New class' }).click();
      await check(page, 'classes');
      await step.openDemoClass(page);
      await expect(page.getByTestId('row-Ada')).toBeVisible();
      await page.getByRole('button', { name: 'Add students' }).click();
      await check(page, 'class');
      await page.getByRole('button', { name: 'Remove Ada' }).click();
      await check(page, 'dialog');
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('link', { name: 'Dalia' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dalia');
      await check(page, 'student');
      await step.openConversations(page);
      await check(page, 'conversations');
      await page.getByRole('link', { name: 'Dalia' }).click();
      await page.getByText('Why it answered so').first().click();
      await check(page, 'conversation');
      await page.goto('/own-exercises');
      await check(page, 'own exercises');
      await page.goto('/own-exercises/new');
      await check(page, 'new exercise');
    });
  }
}
