//! `learnflow grade`: a folder of answers from the command line.

use std::path::Path;

use serde_json::{Value, json};

use crate::kill::setup;
use crate::world::compiled;

const EXERCISE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/curriculum/en/01-first-programs/first-program/exercises/01-say-hello"
);

/// One whose tests each have a file.
const WITH_FILES: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/curriculum/en/07-robust-programs/files/exercises/01-days-in-the-log"
);

/// Runs the command; its output and what it said on stderr.
fn grade(folder: &Path, arguments: &[&str]) -> (bool, String, String) {
    let setup = setup(folder.join("data"));
    let output = setup.command().arg("grade").args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[tokio::test]
async fn the_answers_of_an_exercise_of_the_curriculum_are_graded() {
    compiled().await;
    let folder = tempfile::tempdir().unwrap();
    let answers = folder.path().join("answers");
    std::fs::create_dir_all(answers.join("deeper")).unwrap();
    std::fs::copy(format!("{EXERCISE}/solution.py"), answers.join("right.py")).unwrap();
    let wrong: Vec<_> = std::fs::read_dir(format!("{EXERCISE}/wrong")).unwrap().map(Result::unwrap).collect();
    for file in &wrong {
        std::fs::copy(file.path(), answers.join("deeper").join(file.file_name())).unwrap();
    }
    std::fs::write(answers.join("latin1.py"), b"print('\xe9')").unwrap();
    std::fs::write(answers.join("endless.py"), "while True: pass").unwrap();
    std::fs::write(answers.join("notes.md"), "not an answer").unwrap();
    let exercise = format!("{EXERCISE}/exercise.toml");
    let (good, out, told) =
        grade(folder.path(), &["--exercise", &exercise, "--submissions", path(&answers), "--json"]);
    assert!(good, "{told}");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["exercise"], "Say hello");
    let summary = &report["summary"];
    assert_eq!(summary["files"], wrong.len() + 3);
    assert_eq!((&summary["passed"], &summary["unreadable"]), (&json!(1), &json!(1)));
    let results = report["results"].as_array().unwrap();
    let of = |name: &str| results.iter().find(|result| result["file"] == name).unwrap();
    assert_eq!(of("right.py")["passed"], true);
    assert_eq!(of("latin1.py")["problem"], "no text in UTF-8");
    let message = of("endless.py")["tests"][0]["message"].as_str().unwrap();
    assert!(message.contains("ran for too long"), "{message}");
    for file in wrong {
        let name = format!("deeper/{}", file.file_name().to_str().unwrap());
        assert_eq!(of(&name)["passed"], false, "{name}");
    }
    let mut sorted: Vec<_> = results.iter().map(|result| result["file"].as_str().unwrap()).collect();
    let told = sorted.clone();
    sorted.sort_unstable();
    assert_eq!(told, sorted);
}

#[tokio::test]
async fn the_files_of_an_exercise_lie_beside_its_answers() {
    compiled().await;
    let folder = tempfile::tempdir().unwrap();
    let answers = folder.path().join("answers");
    std::fs::create_dir(&answers).unwrap();
    std::fs::copy(format!("{WITH_FILES}/solution.py"), answers.join("right.py")).unwrap();
    let exercise = format!("{WITH_FILES}/exercise.toml");
    let (good, out, told) = grade(folder.path(), &["--exercise", &exercise, "--submissions", path(&answers)]);
    assert!(good, "{told}");
    assert!(out.contains("✓  right.py"), "{out}");
}

/// As editors of Windows write them.
#[tokio::test]
async fn an_answer_with_a_mark_at_its_beginning_is_an_answer() {
    compiled().await;
    let folder = tempfile::tempdir().unwrap();
    let answers = folder.path().join("Antworten der Klasse 7ä");
    std::fs::create_dir(&answers).unwrap();
    std::fs::write(answers.join("Jörg Müller.PY"), "\u{feff}print(\"Hello, world!\")\r\n").unwrap();
    let exercise = format!("{EXERCISE}/exercise.toml");
    let (good, out, told) = grade(folder.path(), &["--exercise", &exercise, "--submissions", path(&answers)]);
    assert!(good, "{told}");
    assert!(out.contains("✓  Jörg Müller.PY: 2 of 2 tests"), "{out}");
}

#[tokio::test]
async fn a_teachers_own_exercise_is_graded_too() {
    compiled().await;
    let folder = tempfile::tempdir().unwrap();
    let answers = folder.path().join("answers");
    std::fs::create_dir(&answers).unwrap();
    for (name, code) in [("a.py", "def area(a, b): return a * b"), ("b.py", "def area(a, b): return a + b")] {
        std::fs::write(answers.join(name), code).unwrap();
    }
    let exercise = json!({
        "topic_id": "first-program", "kind": "function", "difficulty": "easy", "title": "Area", "text": "Write area.",
        "solution": "def area(a, b): return a * b",
        "tests": [
            { "name": "small", "check": { "kind": "call", "call": "area(2, 2)", "expected": "4" } },
            { "name": "large", "check": { "kind": "call", "call": "area(20, 30)", "expected": "600" } },
        ],
    });
    let file = folder.path().join("area.json");
    std::fs::write(&file, exercise.to_string()).unwrap();
    let (good, out, told) =
        grade(folder.path(), &["--exercise", path(&file), "--submissions", path(&answers)]);
    assert!(good, "{told}");
    assert!(out.contains("✓  a.py: 2 of 2 tests\n"), "{out}");
    assert!(out.contains("✗  b.py: 1 of 2 tests; “large”: `area(20, 30)` gave another value"), "{out}");
    assert!(out.contains("2 files: 1 passed, 1 did not\n"), "{out}");
}

#[test]
fn what_cannot_be_graded_is_said_before_anything_runs() {
    let folder = tempfile::tempdir().unwrap();
    let exercise = format!("{EXERCISE}/exercise.toml");
    let broken = folder.path().join("broken.json");
    std::fs::write(&broken, "{}").unwrap();
    let (list, alone) = (folder.path().join("list.json"), folder.path().join("exercise.toml"));
    std::fs::write(&list, "[]").unwrap();
    std::fs::write(&alone, "kind = 'program'").unwrap();
    for (exercise, submissions, words) in [
        (exercise.as_str(), "/nowhere", "/nowhere is no folder"),
        (exercise.as_str(), exercise.as_str(), "exercise.toml is no folder"),
        (path(&alone), "/", "does not stand in a curriculum"),
        (path(&list), "/", "expected a map"),
        (exercise.as_str(), path(folder.path()), "there is no .py file"),
        ("/nowhere/exercise.toml", "/", "looking for /nowhere/exercise.toml"),
        (path(&broken), "/", "reading the exercise"),
        ("exercise.yaml", "/", "is no exercise"),
    ] {
        let (good, out, told) = grade(folder.path(), &["--exercise", exercise, "--submissions", submissions]);
        assert!(!good && out.is_empty() && told.contains(words), "{told}");
    }
}
