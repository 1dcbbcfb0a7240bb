// A box that goes away, a reload, the next student at the same laptop: nothing is lost, nothing is shown.
import { expect, test } from './test';
import { answers, ending, output, result, run, signIn, signOut, write } from './steps';

const EXERCISE = '/topics/first-program/exercises/first-program-name-badge';

test('the page says calmly that the box is away, keeps the work, and comes back by itself', async ({
  page,
  server,
}) => {
  await signIn(page, 'Emil');
  await page.goto(EXERCISE);
  await write(page, answers('first-program', '02-name-badge').right);
  await server.kill();
  await expect(page.getByText('Not connected – your work is kept')).toBeVisible();
  await page.getByRole('button', { name: 'Submit' }).click();

  await server.run();
  await expect(page.getByText('Not connected – your work is kept')).toBeHidden({ timeout: 30_000 });
  // The answer goes out by itself when the box is back in time; otherwise the button is there again.
  const waiting = page.getByRole('alert');
  await expect(result(page).or(waiting)).toBeVisible({ timeout: 30_000 });
  if (await waiting.isVisible()) await page.getByRole('button', { name: 'Submit' }).click();
  await expect(result(page)).toHaveAttribute('data-passed', 'true');
  await expect(result(page)).toContainText('try 1');
  await run(page);
  await expect(ending(page)).toContainText('✓');
});

test('no network on the laptop is noticed at once', async ({ page }) => {
  await signIn(page, 'Emil');
  await page.goto('/playground');
  await write(page, 'print("kept")\n');
  await page.context().setOffline(true);
  await expect(page.getByText('Not connected – your work is kept')).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText('Not connected – your work is kept')).toBeHidden();
  await run(page);
  await expect(output(page)).toContainText('kept');
});

test('a reload keeps the session and the text; the next student sees neither', async ({ page }) => {
  await signIn(page, 'Emil');
  await page.goto('/playground');
  await write(page, 'print("Emil wrote this")\n');
  await page.reload();
  await expect(page.locator('.cm-content')).toContainText('Emil wrote this');

  await signOut(page);
  await signIn(page, 'Dalia');
  await page.goto('/playground');
  await expect(page.locator('.cm-content')).toContainText('What is your name?');
  await expect(page.locator('body')).not.toContainText('Emil');
  await signOut(page);

  await signIn(page, 'Emil');
  await page.goto('/playground');
  await expect(page.locator('.cm-content')).toContainText('Emil wrote this');
});

test('the whole first visit asks nobody but the box, and is small', async ({ newPage, server }) => {
  const page = await newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto('/sign-in');
  await expect(page.getByLabel('Your PIN')).toBeVisible();
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((url) => !url.startsWith(server.origin))).toEqual([]);
  const bytes = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0),
  );
  expect(bytes).toBeLessThan(100_000);
});
