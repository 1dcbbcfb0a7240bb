// A folder of topics for the tests: the built-in first module, with a project of two steps, an exercise with a file,
// questions for placement and a little German, whatever the built-in ones have themselves.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const BUILTIN = join(import.meta.dirname, '../../../../server/curriculum/en/01-first-programs');
const HINTS = 'hints = ["One.", "Two.", "Three."]';

/** Writes the folder and returns its path. */
export function topicsFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'learnflow-topics-'));
  const module = join(folder, 'en/01-first-programs');
  cpSync(BUILTIN, module, { recursive: true });
  rmSync(join(module, 'project'), { recursive: true, force: true });
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const project = 'en/01-first-programs/project';
  put(
    `${project}/project.toml`,
    'title = "A ticket"\nsummary = "Print a ticket."\ntext = "Print a ticket for a show."',
  );
  const step = (folder: string, title: string, output: string, solution: string) => {
    const home = `${project}/steps/${folder}`;
    put(
      `${home}/exercise.toml`,
      `kind = "program"\ntopic = "first-program"\ntitle = "${title}"\ntext = "Print it."\n${HINTS}\n[[test]]\nname = "shows it"\noutput = """${output}"""\n`,
    );
    put(`${home}/solution.py`, solution);
  };
  step('01-a-name', 'The name', 'Ada\n', 'print("Ada")\n');
  step('02-a-price', 'The price', 'Ada\n3\n', 'print("Ada")\nprint(3)\n');
  put(`${project}/steps/01-a-name/starter.py`, '# Start here.\n');

  const exercise = 'en/01-first-programs/first-program/exercises/20-read-a-note';
  put(
    `${exercise}/exercise.toml`,
    `kind = "program"\ndifficulty = "easy"\ntitle = "Read a note"\ntext = "Print it."\n${HINTS}\n[[test]]\nname = "the note"\noutput = "milk\\n"\n`,
  );
  put(`${exercise}/files/note.txt`, 'milk');
  put(`${exercise}/starter.py`, 'print(open("note.txt").read())\n');
  put(`${exercise}/solution.py`, 'print(open("note.txt").read())\n');

  for (const topic of ['first-program', 'variables', 'numbers']) {
    const path = join(module, topic, 'quiz.toml');
    let marks = 2;
    const quiz = readFileSync(path, 'utf8').replaceAll('placement = true\n', '');
    const marked = quiz.replaceAll('[[question]]\n', (found) =>
      marks-- > 0 ? `${found}placement = true\n` : found,
    );
    writeFileSync(path, marked);
  }
  put(
    'de/01-first-programs/first-program/topic.toml',
    'title = "Dein erstes Programm"\nsummary = "Los geht es."\nneeds = []\n',
  );
  return folder;
}
