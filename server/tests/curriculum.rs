//! Everything the built-in curriculum says is true when it is run: the same checks that teachers' own topics
//! will get. Prints a table of what there is.

use std::path::{Path, PathBuf};
use std::{fs, io};

use learnflow_python_sandbox::{Sandbox, Settings};
use learnflow_server::curriculum::check::whole;
use learnflow_server::curriculum::inspect::inspect;
use learnflow_server::curriculum::verify::verify;
use learnflow_server::curriculum::{Curriculum, Folder};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_in_the_curriculum_is_true_when_it_is_run() {
    let inspection = inspect(&sandbox(), &Folder::builtin().unwrap(), |_| ()).await;
    println!("{}", inspection.table.join("\n"));
    let findings: Vec<String> = inspection.findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

/// Until all topics are written, only those that are there can be counted.
#[test]
fn the_curriculum_is_whole() {
    let (folder, curriculum) = (Folder::builtin().unwrap(), Curriculum::builtin().unwrap());
    let there = folder.topics().filter(|id| curriculum.topic(id).is_some()).count();
    println!("{there} of {} topics are written", folder.topics().count());
    assert_eq!(whole::missing(&curriculum, folder.topics()), Vec::<String>::new());
    assert_eq!(there, curriculum.topics().count(), "every topic has its place in constructs.toml");
}

#[tokio::test]
async fn what_a_later_topic_introduces_and_hard_words_are_found() {
    let dir = tempfile::tempdir().unwrap();
    copy(&folder(), dir.path()).unwrap();
    let topic = dir.path().join("en/01-first-programs/variables");
    let put = |file: &str, text: &str| fs::write(topic.join(file), text).unwrap();
    let solution = fs::read_to_string(topic.join("exercises/02-a-new-score/solution.py")).unwrap();
    put(
        "exercises/02-a-new-score/solution.py",
        &format!("{solution}\nif score > 3:\n    score.bit_length()\n"),
    );
    let text = fs::read_to_string(topic.join("beginner.md")).unwrap();
    let example = "\n```python\nfor letter in 'ab':\n    print(f'{letter}')\n```\n```output\na\nb\n```\n";
    let hard =
        "Sophisticated institutional considerations necessitate comprehensive deliberation. ".repeat(9);
    put("beginner.md", &format!("{text}{example}{hard}"));

    let inspection = inspect(&sandbox(), &Folder::open(dir.path()).unwrap(), |_| ()).await;
    let said: Vec<String> = inspection.findings.iter().map(ToString::to_string).collect();
    let line = text.lines().count() + 3;
    for expected in [
        "02-a-new-score/solution.py:6: write this without `if`; the topic `if-else` introduces it later",
        "solution.py:6: write this without `comparison`",
        "solution.py:7: write this without `.bit_length()`, or say in constructs.toml",
        &format!("variables/beginner.md:{line}: write this without `for`"),
        &format!("beginner.md:{}: write this without `f-string`", line + 1),
        "variables/beginner.md: write shorter sentences and shorter words; this reads like grade",
    ] {
        assert!(said.iter().any(|finding| finding.contains(expected)), "{expected}:\n{}", said.join("\n"));
    }
}

#[tokio::test]
async fn what_is_not_true_is_found() {
    let sandbox = sandbox();
    let dir = tempfile::tempdir().unwrap();
    copy(&folder(), dir.path()).unwrap();
    let topic = dir.path().join("en/01-first-programs/variables");
    let exercises = topic.join("exercises");
    for (path, from, to) in [
        ("beginner.md", "Score: 25", "Score: 26"),
        ("mistakes.toml", "juice juice", "tea juice"),
        ("exercises/01-name-and-age/solution.py", "13", "14"),
        ("exercises/04-follow-the-values/solution.txt", "Zoe", "Zoé"),
        ("exercises/06-free-seats/exercise.toml", "call = \"seats\"", "call = \"bus\""),
    ] {
        let path = topic.join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{}", path.display());
        fs::write(&path, text.replace(from, to)).unwrap();
    }
    let copy_of = |from: &str, to: &str| fs::copy(exercises.join(from), exercises.join(to)).unwrap();
    copy_of("02-a-new-score/solution.py", "02-a-new-score/starter.py");
    let right = fs::read_to_string(exercises.join("05-wrong-bags/solution.py")).unwrap();
    fs::write(exercises.join("05-wrong-bags/wrong/kept-too-late.py"), format!("# Right.\n{right}")).unwrap();

    let curriculum = Curriculum::load(dir.path()).unwrap();
    let findings = verify(&sandbox, curriculum.topic(&"variables".parse().unwrap()).unwrap()).await.findings;
    let said: Vec<String> = findings.iter().map(ToString::to_string).collect();
    for expected in [
        "variables/beginner.md:54: correct the output of this example",
        "mistakes.toml: correct `shows` of \"Exchanging two values without a third variable\"",
        "01-name-and-age/solution.py: make the solution pass the test \"shows the sentence\"",
        "02-a-new-score/starter.py: change what the student starts from",
        "04-follow-the-values/solution.txt: correct the prediction",
        "05-wrong-bags/wrong/kept-too-late.py: add a test that catches this wrong answer",
        "06-free-seats/solution.py: make the solution pass the test \"the number of seats is 16 at the end\"",
    ] {
        assert!(said.iter().any(|finding| finding.contains(expected)), "{expected}:\n{}", said.join("\n"));
    }
}

fn sandbox() -> Sandbox {
    let component = std::env::var_os("LEARNFLOW_PYTHON_WASM");
    let component = component.expect("./dev test sets LEARNFLOW_PYTHON_WASM to the component it builds");
    let component = PathBuf::from(component);
    // Where ./dev lets the server keep the compiled component too.
    let cache = component.with_file_name("sandbox");
    Sandbox::open(&Settings { component, cache, slots: 2 }).expect("the component can be opened")
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("curriculum")
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let from = entry?.path();
        let to = to.join(from.file_name().unwrap_or_default());
        if from.is_dir() {
            copy(&from, &to)?;
        } else {
            fs::copy(from, to)?;
        }
    }
    Ok(())
}
