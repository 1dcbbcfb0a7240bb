// Going through a program step by step, and watching a turtle draw.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './test';
import { ending, run, signIn, write } from './steps';

const PROGRAM = `def double(items):
    result = []
    for item in items:
        result.append(item * 2)
    return result


name = input("Who? ")
numbers = double([1, 2])
print(name, numbers)
`;

test('a program is gone through with the keyboard, and told in words', async ({ page }) => {
  await signIn(page, 'Ada');
  await page.goto('/playground');
  await write(page, PROGRAM);
  await page.getByRole('button', { name: 'Step by step' }).click();
  const steps = page.getByTestId('steps');
  const slider = steps.getByRole('slider', { name: 'Step' });
  await expect(slider).toBeFocused();
  await expect(steps.getByTestId('step-sentence')).toHaveText('Next is line 1.');
  // All answers are needed beforehand; without them input() finds the end.
  await page.keyboard.press('End');
  await expect(steps).toContainText('EOFError');
  await page.getByLabel('Answers for input(), one on each line').fill('Bo');
  await page.getByRole('button', { name: 'Step by step' }).click();
  await expect(steps.getByTestId('step-sentence')).toHaveText('Next is line 1.');
  await page.keyboard.press('ArrowRight');
  await expect(steps.getByTestId('step-sentence')).toHaveText('Next is line 8.');
  await expect(page.locator('.cm-stepLine')).toHaveText('name = input("Who? ")');
  await page.keyboard.press('ArrowRight');
  await expect(steps.getByTestId('step-output')).toHaveText('Who? Bo');
  await page.keyboard.press('ArrowRight');
  await expect(steps.getByTestId('step-sentence')).toHaveText('double begins in line 1.');
  await steps.getByRole('button', { name: 'Last' }).click();
  await expect(steps.getByTestId('step-output')).toContainText('Bo [2, 4]');
  await expect(steps.getByText(/numbers/)).toBeVisible();
  await page.keyboard.press('Home');
  await expect(steps.getByTestId('step-sentence')).toHaveText('Next is line 1.');
  await page.keyboard.press('Escape');
  await expect(steps).toBeHidden();
  await expect(page.locator('.cm-stepLine')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Step by step' })).toBeFocused();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1366, height: 768 },
    { width: 360, height: 740 },
  ]) {
    test(`steps and drawing are readable, ${colorScheme}, ${viewport.width} px`, async ({ newPage }) => {
      const page = await newPage({ colorScheme, viewport, reducedMotion: 'reduce' });
      await signIn(page, 'Chidi');
      await page.goto('/playground');
      await write(
        page,
        'import turtle\nclass Dog:\n    def __init__(self, name):\n        self.name = name\n' +
          "dogs = [Dog('Rex'), Dog('Bo')]\nages = {'Rex': 3, 'Bo': (1, 2)}\nbest = dogs[0]\n" +
          "turtle.color('blue', 'gold')\nturtle.pensize(3)\nturtle.begin_fill()\nfor side in range(4):\n    turtle.forward(80)\n" +
          "    turtle.left(90)\nturtle.end_fill()\nturtle.penup()\nturtle.goto(0, -40)\nturtle.write('A square', font=('Arial', 14))\n",
      );
      await run(page);
      await expect(ending(page)).toContainText('✓');
      const picture = page.getByTestId('picture');
      await expect(picture.getByRole('img', { name: /4 lines, 1 filled shape and 1 text/ })).toBeVisible();
      const painted = await page.getByTestId('paper').evaluate((canvas: HTMLCanvasElement) => {
        const scale = canvas.width / 400;
        const at = (x: number, y: number) =>
          [
            ...(canvas.getContext('2d')?.getImageData((200 + x) * scale, (200 - y) * scale, 1, 1).data ?? []),
          ].slice(0, 3);
        return { inside: at(40, 40), edge: at(40, 0), outside: at(-40, 40) };
      });
      expect(painted).toEqual({ inside: [255, 215, 0], edge: [0, 0, 255], outside: [255, 255, 255] });
      await page.getByRole('button', { name: 'Step by step' }).click();
      const steps = page.getByTestId('steps');
      await expect(steps.getByRole('slider', { name: 'Step' })).toBeFocused();
      await page.keyboard.press('End');
      await expect(steps.getByTestId('object').filter({ hasText: 'class Dog' })).toBeVisible();
      await expect(steps.getByTestId('object').filter({ hasText: "'Rex'" }).first()).toBeVisible();
      await expect(steps.locator('svg.arrows > path').first()).toBeAttached();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect.soft(wide, 'scrolls sideways').toBeLessThanOrEqual(0);
      const found = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'])
        .analyze();
      expect
        .soft(found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`))
        .toEqual([]);
    });
  }
}

test('a turtle that draws for long can be skipped', async ({ page }) => {
  await signIn(page, 'Dalia');
  await page.goto('/playground');
  await write(
    page,
    'import turtle\nturtle.speed(1)\nfor i in range(200):\n    turtle.forward(300)\n    turtle.left(170)\n',
  );
  await run(page);
  await expect(ending(page)).toContainText('✓');
  const picture = page.getByTestId('picture');
  await picture.getByRole('button', { name: 'Skip to the end' }).click();
  await expect(picture.getByRole('img', { name: /200 lines/ })).toBeVisible();
});

test('steps, drawing and ending are told in German on a German page', async ({ page }) => {
  await signIn(page, 'Ada');
  await page.getByLabel('Language').selectOption('de');
  await page.goto('/playground');
  await write(page, 'import turtle\nturtle.forward(50)\nprint(total)\n', 'Dein Programm');
  await page.getByRole('button', { name: 'Schritt für Schritt' }).click();
  const steps = page.getByTestId('steps');
  await expect(steps.getByTestId('step-sentence')).toHaveText('Als Nächstes kommt Zeile 1.');
  await page.keyboard.press('End');
  await expect(steps.getByTestId('step-sentence')).toHaveText('Hier brach das Programm ab, in Zeile 3.');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Ausführen', exact: true }).click();
  await expect(ending(page)).toContainText('Python hat in Zeile 3 angehalten: NameError');
  await expect(page.getByRole('img', { name: /Ein Bild mit 1 Linie\. Das Papier ist weiß/ })).toBeVisible();
});
