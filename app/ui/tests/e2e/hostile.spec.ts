// Programs that print what they should not: shown, never obeyed, and never slow.
import { expect, test } from './test';
import { ending, output, run, signIn, write } from './steps';

test('markup, terminal commands and hidden characters are shown inert', async ({ page }) => {
  await signIn(page, 'Chidi');
  await page.goto('/playground');
  await write(
    page,
    [
      String.raw`print("<img src=x onerror=document.title=1><script>alert(1)</script>")`,
      String.raw`print("\x1b[31mred\x1b[0m \x1b]0;title\x07 back\rover \x08\x7f \x9b")`,
      String.raw`print("safe\u202Egpj.exe \u2066x\u2069 zero\u200b\u200bwidth \ufeff")`,
      String.raw`print("a" + "\u0301" * 50)`,
      '',
    ].join('\n'),
  );
  await run(page);
  await expect(ending(page)).toContainText('✓');
  await expect(output(page)).toContainText('<img src=x onerror=document.title=1><script>alert(1)</script>');
  await expect(output(page)).toContainText(
    '‹ESC›[31mred‹ESC›[0m ‹ESC›]0;title‹BEL› back‹CR›over ‹BS›‹DEL› ‹U+009B›',
  );
  await expect(output(page)).toContainText(
    'safe‹U+202E›gpj.exe ‹U+2066›x‹U+2069› zero‹U+200B›‹U+200B›width ‹U+FEFF›',
  );
  await expect(page.locator('main img, main script')).toHaveCount(0);
  await expect(page).toHaveTitle(/Playground/);
});

test('a flood of lines never freezes the page', async ({ page }) => {
  await signIn(page, 'Chidi');
  await page.goto('/playground');
  await page.evaluate(() => {
    const seen: number[] = ((window as unknown as { longTasks: number[] }).longTasks = []);
    new PerformanceObserver((list) => seen.push(...list.getEntries().map((entry) => entry.duration))).observe(
      {
        type: 'longtask',
      },
    );
  });
  for (const program of [
    'for i in range(100_000):\n    print()\n',
    'print("x" * 60_000)\n',
    'import sys\nfor i in range(5_000):\n    print("a", file=sys.stderr if i % 2 else sys.stdout)\n',
  ]) {
    await write(page, program);
    await run(page);
    await expect(ending(page)).toBeVisible();
    const size = await output(page).evaluate((pre) => ({
      nodes: pre.childNodes.length,
      text: pre.textContent.length,
    }));
    expect(size.nodes).toBeLessThan(300);
    expect(size.text).toBeLessThan(40_000);
  }
  const longest = await page.evaluate(() =>
    Math.max(0, ...(window as unknown as { longTasks: number[] }).longTasks),
  );
  // Frames take some 20 ms of work. The tests share two cores with whatever else runs, so the bound is wide;
  // drawing all the lines would take many seconds.
  expect(longest).toBeLessThan(500);
  await page.getByRole('button', { name: 'Show more of them' }).click();
});
