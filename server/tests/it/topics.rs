//! A folder of topics as a teacher would have it: the built-in ones, with a project, an exercise with files, questions
//! for placement and a little German, whatever the built-in ones have themselves.

use std::fs;
use std::path::{Path, PathBuf};

use crate::world::World;

/// The module and the topic that are changed.
const MODULE: &str = "01-first-programs";
const TOPIC: &str = "01-first-programs/first-program";

/// A world that teaches from a folder of its own, and that folder.
pub(crate) async fn world() -> (World, PathBuf) {
    let mut dir = PathBuf::new();
    let world = World::with(|config| {
        dir = config.storage.data.join("topics");
        write(&dir);
        config.curriculum.dir = Some(dir.clone());
    })
    .await;
    (world, dir)
}

fn write(dir: &Path) {
    let builtin = Path::new(env!("CARGO_MANIFEST_DIR")).join("curriculum/en").join(MODULE);
    copy(&builtin, &dir.join("en").join(MODULE));
    let _ = fs::remove_dir_all(dir.join("en").join(MODULE).join("project"));
    let put = |path: &str, text: &str| {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let hints = "hints = [\"a\", \"b\", \"c\"]";
    let project = format!("en/{MODULE}/project");
    put(
        &format!("{project}/project.toml"),
        "title = \"A ticket\"\nsummary = \"Print a ticket.\"\ntext = \"A story.\"",
    );
    for (step, program) in [("01-a-name", "print(\"Ada\")"), ("02-a-price", "print(\"Ada\")\nprint(3)")] {
        let test = format!(
            "[[test]]\nname = \"shows it\"\noutput = '''{}'''",
            program.replace("print(", "").replace([')', '"'], "")
        );
        let about = format!(
            "kind = \"program\"\ntopic = \"first-program\"\ntitle = \"{step}\"\ntext = \"Do it.\"\n{hints}\n{test}\n"
        );
        put(&format!("{project}/steps/{step}/exercise.toml"), &about);
        put(&format!("{project}/steps/{step}/solution.py"), &format!("# the reference\n{program}\n"));
    }
    put(&format!("{project}/steps/01-a-name/starter.py"), "# Start here.\n");

    let exercise = format!("en/{TOPIC}/exercises/20-read-a-note");
    let tests = "[[test]]\nname = \"the note\"\noutput = \"milk\\n\"\n[[test]]\nname = \"another\"\nhidden = true\noutput = \"tea\\n\"\nfiles = { \"note.txt\" = \"tea\" }\n";
    put(
        &format!("{exercise}/exercise.toml"),
        &format!(
            "kind = \"program\"\ndifficulty = \"easy\"\ntitle = \"Read a note\"\ntext = \"Print it.\"\n{hints}\n{tests}"
        ),
    );
    put(&format!("{exercise}/files/note.txt"), "milk");
    put(&format!("{exercise}/starter.py"), "# Read note.txt.\n");
    put(&format!("{exercise}/solution.py"), "print(open(\"note.txt\").read())\n");

    for topic in ["first-program", "variables", "numbers"] {
        let path = dir.join("en").join(MODULE).join(topic).join("quiz.toml");
        let quiz = fs::read_to_string(&path).unwrap().replace("placement = true\n", "");
        fs::write(&path, quiz.replacen("[[question]]\n", "[[question]]\nplacement = true\n", 2)).unwrap();
    }
    put(
        &format!("de/{TOPIC}/topic.toml"),
        "title = \"Dein erstes Programm\"\nsummary = \"Los geht es.\"\nneeds = []\n",
    );
    let hello =
        fs::read_to_string(builtin.join("first-program/exercises/01-say-hello/exercise.toml")).unwrap();
    put(
        &format!("de/{TOPIC}/exercises/01-say-hello/exercise.toml"),
        &hello.replace("Hello, world!", "Hallo, Welt!"),
    );
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let from = entry.unwrap().path();
        let to = to.join(from.file_name().unwrap());
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}
