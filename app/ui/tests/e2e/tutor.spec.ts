// A student asks, the tutor helps step by step, and the teacher decides and reads.
import type { Page } from '@playwright/test';
import { expect, test } from './test';
import * as step from './steps';

const EXERCISE = '/topics/first-program/exercises/first-program-say-hello';
const dock = (page: Page) => page.getByRole('region', { name: 'Tutor' });
const turns = (page: Page) => page.getByTestId('turn');

async function openDock(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Ask the tutor' }).click();
  await expect(dock(page).getByRole('heading', { name: 'Tutor' })).toBeFocused();
}

test('hints about a mistake open one by one, and none of them is the solution', async ({ page }) => {
  await step.signIn(page, 'Ada');
  await page.goto(EXERCISE);
  await step.write(page, 'prnt("Hello, world!")\n');
  await step.run(page);
  await expect(step.ending(page)).toContainText('NameError');
  await openDock(page);
  await dock(page).getByRole('button', { name: 'Help me find my mistake' }).click();
  const turn = turns(page).last();
  await expect(turn.getByTestId('source')).toHaveText('From the built-in library');
  const more = turn.getByRole('group', { name: 'Hints' }).getByRole('button');
  while ((await more.count()) > 0) {
    const before = await turn.getByTestId('rung').count();
    await more.click();
    await expect(turn.getByTestId('rung')).toHaveCount(before + 1);
  }
  await expect(turn.getByTestId('rung')).toHaveCount(3);
  // First where to look and what it means, then what is wrong here.
  await expect(turn.getByTestId('rung').nth(0)).toContainText('line 1 with NameError');
  await expect(turn.getByTestId('rung').nth(1)).toContainText('prnt');
  expect(await turn.getByTestId('answer').first().innerText()).not.toContain('print("Hello, world!")');
  await expect(turn).toHaveAttribute('data-ending', 'library');

  // It is all still there after a reload, on the tutor's own page.
  await page.goto('/tutor');
  await expect(turns(page).last().getByTestId('rung')).toHaveCount(3);
});

test('the keyboard is enough: ask in words, close, and the focus comes back', async ({ page }) => {
  await step.signIn(page, 'Bao');
  await page.goto('/topics/first-program');
  const button = page.getByRole('button', { name: 'Ask the tutor' });
  await button.focus();
  await page.keyboard.press('Enter');
  await dock(page).getByLabel('Your question').focus();
  await page.keyboard.type('what is a variable?');
  await page.keyboard.press('Enter');
  await expect(turns(page).last()).toContainText('what is a variable?');
  await expect(turns(page).last().getByTestId('answer')).toBeVisible();
  await expect(dock(page).getByLabel('Your question')).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
});

test('a review shows the score, its parts and a change, to eyes, keyboard and screen reader', async ({
  page,
}) => {
  await step.signIn(page, 'Bao');
  await page.goto('/playground');
  await step.write(page, 'import os\nready = 3 > 2\nif ready == True:\n    print("go")\n');
  await openDock(page);
  await dock(page).getByRole('button', { name: 'Look at my program' }).click();
  const review = turns(page).last().getByRole('group', { name: 'What the review says' });
  await expect(review).toContainText('of 100');
  await expect(review.getByRole('meter')).toHaveCount(5);
  await expect(review.getByRole('list', { name: 'What was found, the most important first' })).toBeVisible();
  const change = review.getByRole('group', { name: 'Another way to write it' });
  await expect(change.first()).toContainText('These lines are not needed.');
  await expect(change.last().getByRole('group', { name: 'Before' })).toHaveText('if ready == True:');
  await expect(change.last().getByRole('group', { name: 'After' })).toHaveText('if ready:');
  await expect(change.last()).toContainText('Both were run and do the same.');
  // A long line is scrolled with the keyboard.
  await change.last().getByRole('group', { name: 'After' }).focus();
  await expect(change.last().getByRole('group', { name: 'After' })).toBeFocused();
});

test('a student asks for numbers and for practice', async ({ page }) => {
  await step.signIn(page, 'Dalia');
  await page.goto('/tutor');
  await page.getByRole('button', { name: 'How am I doing?' }).click();
  await expect(turns(page).last()).toContainText('in a row');
  await page.getByRole('button', { name: 'Give me something to practise' }).click();
  await expect(turns(page).last().getByTestId('answer').getByRole('link').first()).toBeVisible();
});

test('the teacher switches the tutor off and on, and reads what was asked and why', async ({ newPage }) => {
  const [student, teacher] = [await newPage(), await newPage()];
  await step.signIn(student, 'Emil');
  await student.goto('/tutor');
  await student.getByLabel('Your question').fill('how does a for loop work');
  await student.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(turns(student).last().getByTestId('answer')).toBeVisible();

  await step.signInTeacher(teacher);
  await step.openDemoClass(teacher);
  await teacher.getByRole('radio', { name: 'Off (exam)' }).check();
  await expect(teacher.getByText('Saved.')).toBeVisible();
  await expect(student.getByText('switched the tutor off')).toBeVisible();
  await expect(student.getByLabel('Your question')).toHaveCount(0);
  await teacher.getByRole('radio', { name: 'On', exact: true }).check();
  await expect(student.getByLabel('Your question')).toBeVisible();

  await teacher.getByRole('link', { name: 'Read the questions to the tutor' }).click();
  await teacher.getByRole('link', { name: 'Emil' }).click();
  await expect(teacher.getByText('how does a for loop work')).toBeVisible();
  await teacher.getByText('Why it answered so').first().click();
  await expect(teacher.getByText(/Given to: explanations/)).toBeVisible();
});

test('what a student writes to the tutor is shown, never obeyed', async ({ page }) => {
  await step.signIn(page, 'Ada');
  await page.goto('/tutor');
  const hostile =
    '<img src=x onerror="document.title=\'owned\'"> [x](javascript:alert(1)) ```mermaid\nclick A "javascript:alert(1)"\n```';
  await page.getByLabel('Your question').fill(hostile);
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(turns(page).last()).toContainText('<img src=x');
  await expect(turns(page).last().getByTestId('answer')).toBeVisible();
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  await expect(page).not.toHaveTitle('owned');
});
