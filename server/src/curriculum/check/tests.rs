//! Each rule is broken once in module 1 and must be found.

use super::super::files::Files;
use super::super::{Curriculum, Folder};
use super::check;

const TOPIC: &str = "01-first-programs/variables";

#[test]
fn the_builtin_curriculum_keeps_all_rules() {
    let findings: Vec<String> =
        check(&Curriculum::builtin().unwrap()).iter().map(ToString::to_string).collect();
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn each_broken_rule_is_found() {
    let exercise = "exercises/01-name-and-age/exercise.toml";
    let cases = [
        ("topic.toml", "needs = [", "needs = [\"numbers\", ", "take `numbers` out of `needs`"),
        ("topic.toml", "summary = \"", "summary = \"\" # \"", "write the summary"),
        ("diagram.mmd", "flowchart", "flow chart", "begin the diagram with one of"),
        ("beginner.md", "```output\n", "```text\n", "write a block ```output directly after this program"),
        ("advanced.md", "# Names", "```python\n", "close this block"),
        ("mistakes.toml", "after the third line?", "after the third line.", "as a question"),
        (
            "quiz.toml",
            "reason = \"An assignment",
            "reason = \" \" # \"An assignment",
            "write the reason of `gives-a-name`",
        ),
        ("quiz.toml", "text = \"`1`\"", "text = \"`5`\"", "another choice has it"),
        (exercise, "values needs quotes?\",", "values needs quotes?\", \"\",", "write 3 hints"),
        (exercise, "First make the two", "First write name = and the two", "`=` is code"),
        (
            exercise,
            "Give the instruction",
            "name = \\\"Noor\\\"\\nage = 13\\nprint(name, \\\"is\\\", age, \\\"years old.\\\")",
            "take the finished solution out of hint 3",
        ),
        (exercise, "title = \"A name and an age\"", "title = \"a new  score\"", "change the title"),
    ];
    for (file, from, to, expected) in cases {
        let said = said_after(|files| {
            let path = format!("{TOPIC}/{file}");
            let text = files.optional(&path).unwrap();
            assert!(text.contains(from), "{path} has no {from}");
            let text = text.replacen(from, to, 1);
            files.put(&path, Some(&text));
        });
        assert!(said.contains(expected), "{file}: {from} -> {to} said\n{said}");
    }
}

#[test]
fn too_little_of_anything_is_found() {
    let said = said_after(|files| {
        for (path, _) in files.below(&format!("{TOPIC}/exercises/07-")) {
            files.put(&path, None);
        }
        for (path, _) in files.below(&format!("{TOPIC}/exercises/01-name-and-age/wrong/")) {
            files.put(&path, None);
        }
        files.put(&format!("{TOPIC}/beginner.md"), Some("A few words.\n"));
        files.put(&format!("{TOPIC}/quiz.toml"), Some("question = []"));
        files.put(&format!("{TOPIC}/mistakes.toml"), Some("mistake = []"));
        files.put(&format!("{TOPIC}/diagram.mmd"), None);
        for topic in ["first-program", "numbers"] {
            files.put(&format!("01-first-programs/{topic}/diagram.mmd"), None);
        }
    });
    for expected in [
        "write at least 1 hard exercises; there are 0",
        "write at least one wrong answer",
        "write 120 to 400 words; there are 3",
        "show at least one example",
        "write at least 6 questions; there are 0",
        "write at least 3 mistakes; there are 0",
        "draw a diagram.mmd",
    ] {
        assert!(said.contains(expected), "{expected}:\n{said}");
    }
}

fn said_after(change: impl FnOnce(&mut Files)) -> String {
    let mut files = Folder::builtin().unwrap().english();
    change(&mut files);
    let findings = check(&Curriculum::read(&files).unwrap());
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
