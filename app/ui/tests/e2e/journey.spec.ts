// The first promise: a student learns, and the teacher sees it as it happens.
import { expect, test } from './test';
import * as step from './steps';

const EXERCISE = 'first-program/exercises/first-program-say-hello';

test('a student learns a topic while the teacher watches', async ({ newPage }) => {
  const teacher = await newPage();
  await step.signInTeacher(teacher);
  await step.openDemoClass(teacher);
  const row = teacher.getByTestId('row-Ada');
  await expect(row).toContainText('away');

  const student = await newPage();
  await step.signIn(student, 'ada');
  await expect(row).toContainText('here');
  const card = student.getByTestId('topic-first-program');
  await expect(card).toContainText('New');

  await test.step('reads the topic and tries an example', async () => {
    await card.getByRole('link').click();
    await expect(student.getByRole('heading', { level: 1 })).toHaveText('Your first program');
    await expect(row).toContainText('Your first program');
    await student.getByRole('radio', { name: 'Advanced' }).check();
    await expect(student.getByRole('heading', { name: /traceback/i })).toBeVisible();
    await student.getByRole('radio', { name: 'Beginner' }).check();
    const example = student.getByRole('group', { name: 'Example' }).first();
    await example.getByRole('button', { name: 'Try it' }).click();
    await example.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(example.getByTestId('ending')).toContainText('✓');
    await student.getByText('The picture in words').scrollIntoViewIfNeeded();
    await expect(student.getByRole('img', { name: /Diagram/ }).locator('svg')).toBeVisible();
  });

  await test.step('answers input() and stops a program that never ends', async () => {
    await student.getByRole('link', { name: 'Playground' }).click();
    await step.write(student, 'name = input("Who? ")\nprint("Hello,", name)\n');
    await step.run(student);
    const answer = student.getByLabel(/The program asks/);
    await expect(answer).toBeFocused();
    await answer.fill('Grace');
    await answer.press('Enter');
    await expect(step.output(student)).toContainText('Hello, Grace');
    await expect(step.ending(student)).toContainText('✓');

    await step.write(student, 'import sys\nprint("going")\nsys.stdout.flush()\nwhile True:\n    pass\n');
    await step.run(student);
    await expect(step.output(student)).toContainText('going');
    await student.getByRole('button', { name: 'Stop' }).click();
    await expect(step.ending(student)).toContainText(/stopped/i);

    await step.write(student, 'print(input())\n');
    await step.run(student);
    await student.getByRole('button', { name: 'End input' }).click();
    await expect(step.output(student)).toContainText('EOFError');
    await expect(row).toContainText('EOFError');
  });

  await test.step('hands in a wrong answer, then a right one', async () => {
    const { right, wrong } = step.answers('first-program', '01-say-hello');
    await student.goto(`/topics/${EXERCISE}`);
    await step.write(student, wrong);
    await student.getByRole('button', { name: 'Submit' }).click();
    await expect(step.result(student)).toHaveAttribute('data-passed', 'false');
    await expect(step.result(student).getByTestId('test-report').first()).toContainText('not yet');
    await expect(row).toContainText('try 1');

    await student.getByRole('button', { name: 'I would like a hint' }).click();
    await expect(student.getByText('Hint 1 of 3')).toBeVisible();

    await step.write(student, right);
    await student.getByRole('button', { name: 'Submit' }).click();
    await expect(step.result(student)).toHaveAttribute('data-passed', 'true');
    await expect(step.result(student).getByTestId('test-report').first()).toContainText('passed');
    await expect(row).toContainText('Passed, try 2');
  });

  await test.step('sees mastery move, as the teacher does', async () => {
    await student.getByRole('link', { name: 'Topics', exact: true }).first().click();
    await expect(card).not.toContainText('New');
    await expect(card).toContainText('1 of');
    await expect(row.getByText(/Mastery [1-9]/)).toBeAttached();
    await student.getByRole('link', { name: 'My progress' }).click();
    await expect(student.getByText('1 day', { exact: true }).first()).toBeVisible();
    await expect(student.getByText('no activity yet').first()).toBeVisible();
  });

  await test.step('takes the quiz', async () => {
    await student.goto('/topics/first-program');
    const questions = student.getByRole('group', { name: /^Question/ });
    await expect(questions.first()).toBeVisible();
    for (const question of await questions.all()) {
      await question.getByRole('radio').first().check();
    }
    await student.getByRole('button', { name: 'Check my answers' }).click();
    await expect(student.getByText(/\d+ % right/)).toBeVisible();
    await expect(student.getByText('✓ right').first()).toBeVisible();
  });

  await teacher.getByRole('link', { name: 'Ada' }).click();
  await expect(teacher.getByRole('heading', { level: 1 })).toHaveText('Ada');
  await expect(teacher.getByText('Exercises 40 %').first()).toBeVisible();

  await student.getByRole('button', { name: 'Sign out' }).click();
  await expect(student.getByLabel('Your PIN')).toBeVisible();
});

test('a prediction and lines in order are handed in', async ({ page }) => {
  await step.signIn(page, 'Chidi');
  await page.goto('/topics/first-program/exercises/first-program-read-like-python');
  await page
    .getByLabel('What does it print?')
    .fill(step.answers('first-program', '04-read-like-python').right);
  await page.getByRole('button', { name: 'Submit' }).click();
  await expect(step.result(page)).toHaveAttribute('data-passed', 'true');

  await page.goto('/topics/first-program/exercises/first-program-make-tea');
  const rows = step
    .answers('first-program', '05-make-tea')
    .right.split('\n')
    .filter((row) => row.trim() !== '');
  for (const row of rows) {
    await page
      .getByRole('button', { name: `Use: ${row.trim()}`, exact: true })
      .first()
      .click();
    for (let indent = row.search(/\S/); indent > 0; indent -= 4) {
      await page
        .getByRole('button', { name: `Indent more: ${row.trim()}`, exact: true })
        .last()
        .click();
    }
  }
  await page.getByRole('button', { name: 'Submit' }).click();
  await expect(step.result(page)).toHaveAttribute('data-passed', 'true');
});
