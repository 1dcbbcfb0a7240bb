// What a teacher does: a class from nothing, students, new PINs, exercises of one's own.
import { expect, test } from './test';
import * as step from './steps';

test('a teacher makes a class and its students can sign in', async ({ newPage }) => {
  const teacher = await newPage();
  await step.signInTeacher(teacher);
  await teacher.getByRole('button', { name: 'New class' }).click();
  await teacher.getByLabel('Name').fill('8a Informatics');
  await teacher.getByLabel('Time zone').selectOption('Europe/Berlin');
  await teacher.getByRole('button', { name: 'Make the class' }).click();
  await expect(teacher.getByRole('heading', { level: 1 })).toHaveText('8a Informatics');
  await expect(teacher.getByText('What to do next:')).toBeVisible();
  await expect(teacher.getByRole('img', { name: /QR code/ })).toBeVisible();
  const code = await teacher.getByTestId('class-code').innerText();

  await teacher.getByRole('button', { name: 'Add students' }).first().click();
  await teacher.getByLabel(/Names, one on each line/).fill('Zoë\n2. Omar\n\nZoë\n');
  await expect(teacher.getByText('already there')).toBeVisible();
  await teacher.getByRole('button', { name: 'Add 2 students' }).click();
  const pins = teacher.getByRole('region', { name: 'PINs to hand out' });
  await expect(pins).toContainText('Omar');
  const pinOf = async (name: string) => {
    const text = await pins.getByRole('listitem').filter({ hasText: name }).getByTestId('pin').innerText();
    return text.replace(/\D/g, '');
  };
  const omar = await pinOf('Omar');
  expect(omar).toMatch(/^\d{4,8}$/);
  await pins.getByRole('button', { name: 'I have them, close' }).click();
  await expect(pins).toBeHidden();
  await expect(teacher.getByTestId('row-Omar')).toContainText('away');

  const student = await newPage();
  await step.signIn(student, 'omar', code, omar);
  await expect(teacher.getByTestId('row-Omar')).toContainText('here');

  await test.step('resets a PIN', async () => {
    await teacher.getByRole('button', { name: 'New PIN for Omar' }).click();
    await teacher.getByRole('button', { name: 'Make a new PIN' }).click();
    const fresh = await pinOf('Omar');
    const again = await newPage();
    await again.goto(`/join/${code}`);
    await again.getByLabel('Your name').fill('Omar');
    await again.getByLabel('Your PIN').fill(fresh === omar ? '0000' : omar);
    await again.getByRole('button', { name: 'Start learning' }).click();
    await expect(again.getByRole('alert')).toContainText(/do not match/);
    await step.signIn(again, 'Omar', code, fresh);
    await pins.getByRole('button', { name: 'I have them, close' }).click();
  });

  await test.step('removes a student, after being asked', async () => {
    await teacher.getByRole('button', { name: 'Remove Zoë' }).click();
    await teacher.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await expect(teacher.getByTestId('row-Zoë')).toBeVisible();
    await teacher.getByRole('button', { name: 'Remove Zoë' }).click();
    await teacher.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect(teacher.getByTestId('row-Zoë')).toBeHidden();
  });
});

test('an exercise of one’s own is tried out, then students see it, as text', async ({ newPage }) => {
  const teacher = await newPage();
  await step.signInTeacher(teacher);
  await teacher.getByRole('link', { name: 'Own exercises' }).click();
  await teacher.getByRole('link', { name: 'New exercise' }).click();
  await teacher.getByLabel('Topic').selectOption({ label: 'Variables and names' });
  await teacher.getByLabel('Kind').selectOption({ label: 'Write a function' });
  await teacher.getByLabel('Title').fill('Double <b>it</b>');
  await teacher
    .getByLabel('What to do')
    .fill(
      'Write `double`.\n\n<img src=x onerror="document.title=1">\n\n![p](/x.png) [bad](javascript:alert(1))',
    );
  await step.write(teacher, 'def double(number):\n    return number\n', 'Starter');
  await step.write(teacher, 'def double(number):\n    return number + 2\n', 'Solution');
  await teacher.getByLabel('Name students see').fill('doubles 4');
  await teacher.getByLabel('Call', { exact: true }).fill('double(4)');
  await teacher.getByLabel('Expected value').fill('8');
  await teacher.getByRole('button', { name: 'Try it out and add it' }).click();
  await expect(teacher.getByRole('alert')).toContainText(/solution/i);

  await step.write(teacher, 'def double(number):\n    return number * 2\n', 'Solution');
  await teacher.getByRole('button', { name: 'Try it out and add it' }).click();
  await expect(teacher.getByText('It is there.')).toBeVisible();

  const student = await newPage();
  await step.signIn(student, 'Fatima');
  await student.goto('/topics/variables');
  await student.getByRole('link', { name: 'Double <b>it</b>' }).click();
  await expect(student.getByText('<img src=x onerror')).toBeVisible();
  await expect(student.locator('main img, main a[href^="javascript"]')).toHaveCount(0);
  await step.write(student, 'def double(number):\n    return number * 2\n');
  await student.getByRole('button', { name: 'Submit' }).click();
  await expect(step.result(student)).toHaveAttribute('data-passed', 'true');
});

test('a student cannot open a teacher’s page', async ({ page }) => {
  await step.signIn(page, 'Bao');
  await page.goto('/classes');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing here');
});

test('a student who is stuck is shown with the reason until they pass', async ({ newPage }) => {
  const teacher = await newPage();
  await step.signInTeacher(teacher);
  await step.openDemoClass(teacher);
  const student = await newPage();
  await step.signIn(student, 'Emil');
  await student.goto('/topics/first-program/exercises/first-program-say-hello');
  for (let times = 1; times <= 5; times += 1) {
    await step.write(student, `print("nearly ${times}")\n`);
    const graded = student.waitForResponse((answer) => answer.url().endsWith('/exercises/submit'));
    await student.getByRole('button', { name: 'Submit' }).click();
    await graded;
  }
  const alert = teacher.getByTestId('alert-Emil');
  await expect(alert).toContainText('Handed in 5 times in a row without passing');
  await alert.getByText('Why we think so').click();
  await expect(alert.getByRole('listitem')).toHaveCount(5);
  const useful = alert.getByRole('button', { name: 'Useful', exact: true });
  await useful.focus();
  await teacher.keyboard.press('Enter');
  await expect(useful).toHaveAttribute('aria-pressed', 'true');
  await teacher.getByText('How useful were these notices?').click();
  await expect(teacher.getByText('Many tries in a row that fail: 1 of 1 useful')).toBeVisible();

  await step.write(student, 'print("Hello, world!")\n');
  await student.getByRole('button', { name: 'Submit' }).click();
  await expect(teacher.getByText('Nobody, as far as we can tell.')).toBeVisible();
});
