//! Reading: the built-in curriculum, and what is said of a broken one. Each case changes one file of module 1.

use learnflow_contracts::exercises::ExerciseKind;
use learnflow_contracts::topics::{QuizAnswer, QuizAnswers};

use super::*;

const TOPIC: &str = "01-first-programs/first-program";

fn builtin() -> Curriculum {
    Curriculum::builtin().unwrap()
}

/// What reading says after `change`.
fn findings(change: impl FnOnce(&mut Files)) -> String {
    let mut files = Folder::builtin().unwrap().english();
    change(&mut files);
    Curriculum::read(&files).err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn the_builtin_curriculum_is_the_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("curriculum");
    let (builtin, loaded) = (builtin(), Curriculum::load(&folder).unwrap());
    assert_eq!(builtin.catalogue(), loaded.catalogue());
    let views =
        |curriculum: &Curriculum| curriculum.topics().map(|topic| topic.view.clone()).collect::<Vec<_>>();
    assert_eq!(views(&builtin), views(&loaded));
}

#[test]
fn topics_and_exercises_are_found_by_their_ids() {
    let curriculum = builtin();
    let ids: Vec<&str> = curriculum.topics().map(|topic| topic.view.id.as_str()).collect();
    assert_eq!(ids[..3], ["first-program", "variables", "numbers"]);
    assert_eq!(curriculum.catalogue().modules[0].id, "first-programs");
    for topic in curriculum.topics() {
        assert_eq!(curriculum.topic(&topic.view.id).unwrap().view, topic.view);
        for exercise in &topic.exercises {
            assert_eq!(curriculum.exercise(&exercise.view.id).unwrap().view, exercise.view);
        }
    }
    assert!(curriculum.exercise(&"first-program-say-hello".parse().unwrap()).is_some());
    assert!(curriculum.exercise(&"first-program-say-goodbye".parse().unwrap()).is_none());
}

#[test]
fn what_a_student_sees_holds_no_answers() {
    for topic in builtin().topics() {
        for exercise in &topic.exercises {
            let view = &exercise.view;
            let shown = exercise.tests.iter().filter(|test| !test.hidden).count();
            assert_eq!(view.tests.len(), shown, "{}", view.id);
            assert_eq!(view.tests.len() + view.hidden_tests as usize, exercise.tests.len(), "{}", view.id);
            match view.kind {
                ExerciseKind::Predict => {
                    assert_eq!((view.tests.len(), view.hidden_tests), (0, 1), "{}", view.id);
                }
                ExerciseKind::Parsons => {
                    assert_eq!(view.starter, "", "{}", view.id);
                    assert_ne!(view.lines, exercise.solution.lines().collect::<Vec<_>>(), "{}", view.id);
                }
                _ => assert_ne!(view.starter, exercise.solution, "{}", view.id),
            }
        }
    }
}

#[test]
fn a_broken_file_is_named_with_its_line_and_what_to_do() {
    let exercise = format!("{TOPIC}/exercises/01-say-hello/exercise.toml");
    let parsons = format!("{TOPIC}/exercises/05-make-tea/exercise.toml");
    let predict = format!("{TOPIC}/exercises/04-read-like-python/exercise.toml");
    let quiz = format!("{TOPIC}/quiz.toml");
    let topic = format!("{TOPIC}/topic.toml");
    let module = "01-first-programs/module.toml".to_owned();
    let cases = [
        (&topic, "summary =", "sumary =", "topic.toml:2: unknown field `sumary`"),
        (&topic, "title = \"Your first program\"\n", "", "missing field `title`"),
        (
            &topic,
            "needs = []",
            "needs = [\"Not A Topic\"]",
            "topic.toml:3: `Not A Topic` in `needs` is no topic",
        ),
        (&topic, "needs = []", "needs = [", "topic.toml:3: "),
        (&module, "\"variables\", ", "", "variables/: add `variables` to `topics`"),
        (&module, "\"numbers\"", "\"number\"", "module.toml:2: make the folder `number`"),
        (&module, "\"numbers\"", "\"numbers\", \"numbers\"", "module.toml:2: make the folder `numbers`"),
        (
            &exercise,
            "kind = \"program\"",
            "kind = \"programm\"",
            "exercise.toml:1: unknown variant `programm`",
        ),
        (&exercise, "output =", "call = \"x\"\noutput =", "exercise.toml:19: give this test either `call`"),
        (&exercise, "output =", "expected =", "give this test either `call`"),
        (
            &exercise,
            "output = \"Hello, world!\\n\"",
            "unittest = \"tests.py\"",
            "01-say-hello/tests.py: write this file",
        ),
        (
            &exercise,
            "[[test]]",
            "[[test]]\nname = \"shows the greeting\"\noutput = \"\"\n[[test]]",
            "is taken",
        ),
        (&exercise, "hints = [", "distractors = [\"x\"]\nhints = [", "only a `parsons` exercise"),
        (&parsons, "'Print(", "'print(", "it is a distractor and a line of the solution"),
        (&predict, "hints = [", "test = [{name = \"x\", output = \"x\"}]\nhints = [", "take out `[[test]]`"),
        (&quiz, "\nright = true", "\nright = false", "mark exactly one choice of `order`"),
        (&quiz, "id = \"quotes-shown\"", "id = \"order\"", "give this question an id of its own"),
        (&quiz, "id = \"all-at-once\"", "id = \"top-down\"", "give each choice of `order` an id of its own"),
    ];
    for (path, from, to, expected) in cases {
        let said = findings(|files| {
            let text = files.optional(path).unwrap();
            assert!(text.contains(from), "{path} has no {from}");
            let text = text.replacen(from, to, 1);
            files.put(path, Some(&text));
        });
        assert!(said.contains(expected), "{path}: {from} -> {to} said\n{said}");
    }
}

#[test]
fn a_file_that_is_missing_or_does_not_belong_is_named() {
    let exercise = format!("{TOPIC}/exercises/01-say-hello");
    let cases = [
        (format!("{TOPIC}/beginner.md"), None, "beginner.md: write this file; it is missing"),
        (format!("{TOPIC}/quiz.toml"), None, "quiz.toml: write this file"),
        (format!("{exercise}/solution.py"), None, "solution.py: write this file"),
        (format!("{exercise}/starter.py"), None, "starter.py: write this file"),
        (format!("{exercise}/starter.txt"), Some("x"), "starter.txt: rename or remove this"),
        (format!("{exercise}/wrong/a.txt"), Some("# a"), "wrong/a.txt: rename or remove this"),
        (format!("{exercise}/wrong/a.py"), Some("print()"), "wrong/a.py:1: begin with a comment"),
        (
            format!("{TOPIC}/exercises/say-hello/exercise.toml"),
            Some(""),
            "name this folder like 01-say-hello",
        ),
        (format!("{TOPIC}/begginer.md"), Some("x"), "begginer.md: rename or remove this"),
        ("first/module.toml".to_owned(), Some(""), "name this folder like"),
        ("notes.txt".to_owned(), Some(""), "notes.txt: move this file into a module's folder"),
    ];
    for (path, text, expected) in cases {
        let said = findings(|files| files.put(&path, text));
        assert!(said.contains(expected), "{path} said\n{said}");
    }
}

#[test]
fn a_topic_leaves_the_ids_of_teachers_exercises_alone() {
    let said = findings(|files| {
        for (path, text) in files.below(&format!("{TOPIC}/")) {
            files.put(&path.replace("first-program/", "own-words/"), Some(&text));
            files.put(&path, None);
        }
        files.put("01-first-programs/module.toml", Some("title = \"\"\ntopics = [\"own-words\"]\n"));
    });
    assert!(said.contains("module.toml:2: rename `own-words`"), "{said}");
}

#[test]
fn all_findings_are_told_at_once() {
    let said = findings(|files| {
        files.put(&format!("{TOPIC}/beginner.md"), None);
        files.put("01-first-programs/variables/quiz.toml", Some("x"));
        files.put("01-first-programs/numbers/exercises/01-a-garden/solution.py", None);
    });
    assert_eq!(said.lines().count(), 3, "{said}");
}

#[test]
fn two_exercises_with_one_id_are_refused() {
    let said = findings(|files| {
        for (path, text) in files.below("01-first-programs/numbers/exercises/01-a-garden/") {
            files.put(&path.replace("01-a-garden", "09-a-garden"), Some(&text));
        }
    });
    assert!(said.contains("there are two exercises `numbers-a-garden`"), "{said}");
}

#[test]
fn a_folder_may_come_from_any_editor() {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in Folder::builtin().unwrap().english().below("") {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();
    }
    std::fs::write(dir.path().join(".DS_Store"), [0xff]).unwrap();
    assert_eq!(Curriculum::load(dir.path()).unwrap().catalogue(), builtin().catalogue());
    std::fs::write(dir.path().join("01-first-programs/numbers/advanced.md"), [0xff]).unwrap();
    let said = Curriculum::load(dir.path()).unwrap_err().to_string();
    assert_eq!(said, "01-first-programs/numbers/advanced.md: save this file as UTF-8 text, or remove it");
}

#[test]
fn a_folder_without_a_curriculum_says_so() {
    let dir = tempfile::tempdir().unwrap();
    assert!(Curriculum::load(dir.path()).unwrap_err().to_string().contains("write a module"));
    let missing = Curriculum::load(&dir.path().join("missing")).unwrap_err().to_string();
    assert!(missing.contains("give the folder of a curriculum"), "{missing}");
}

fn answers(pairs: &[(&str, &str)]) -> QuizAnswers {
    let answer = |(question, choice): &(&str, &str)| QuizAnswer {
        question: (*question).to_owned(),
        choice: (*choice).to_owned(),
    };
    QuizAnswers { answers: pairs.iter().map(answer).collect() }
}

#[test]
fn a_quiz_is_graded_with_a_reason_for_each_question() {
    let curriculum = builtin();
    let quiz = &curriculum.topic(&"first-program".parse().unwrap()).unwrap().quiz;
    let all: Vec<(&str, &str)> =
        quiz.questions.iter().map(|q| (q.id.as_str(), q.right().id.as_str())).collect();
    assert!((quiz.grade(&answers(&all)).unwrap().score - 100.0).abs() < f64::EPSILON);

    let some = quiz.grade(&answers(&[all[0], ("quotes-shown", "with-quotes")])).unwrap();
    assert!((some.score * f64::from(u32::try_from(all.len()).unwrap()) - 100.0).abs() < 1e-9);
    assert!(some.questions[0].right);
    assert_eq!(some.questions[1].right_choice, "without-quotes");
    assert!(some.questions[1].reason.starts_with("The quotes are in your program"));
    assert!(!some.questions[2].right);
    assert!(some.questions[2].reason.starts_with("You left this question out."));
    assert!(quiz.grade(&answers(&[])).unwrap().score.abs() < f64::EPSILON);
}

#[test]
fn answers_that_do_not_fit_the_quiz_are_refused_with_a_sentence() {
    let curriculum = builtin();
    let quiz = &curriculum.topic(&"first-program".parse().unwrap()).unwrap().quiz;
    let said = |pairs: &[(&str, &str)]| quiz.grade(&answers(pairs)).unwrap_err().to_string();
    assert_eq!(said(&[("x", "y")]), "this quiz has no question `x`; load it again");
    assert_eq!(said(&[("order", "y")]), "the question `order` has no choice `y`; load the quiz again");
    assert_eq!(
        said(&[("order", "top-down"), ("order", "all-at-once")]),
        "answer the question `order` only once"
    );
    assert!(said(&[(&"x".repeat(10_000), "y")]).len() < 200);
}
