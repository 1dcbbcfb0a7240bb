//! The study: Python of our own that reads a student's program inside the sandbox and says what may be wrong with it.
//!
//! It is run like any program, in an interpreter in which the student's is only parsed; a program that is right may lie
//! beside it, because nothing of the student's runs there and only [`Clue`]s come out. What comes out is read with
//! limits: a clue says a cause that the catalogue knows, lines that exist, and names of the program.
//! To add a cause: whoever says it in `study/`, and its words in `words/`.

use std::time::Duration;

use learnflow_python_sandbox::Sandbox;
use serde::{Deserialize, Serialize};

use super::words;
use crate::tutor::reader::Reader;

/// In the order in which they need each other; the last one does the work.
const MODULES: [(&str, &str); 10] = [
    ("source", include_str!("study/source.py")),
    ("compare", include_str!("study/compare.py")),
    ("causes", include_str!("study/causes.py")),
    ("program", include_str!("study/program.py")),
    ("syntax", include_str!("study/syntax.py")),
    ("types_of_values", include_str!("study/types_of_values.py")),
    ("runtime", include_str!("study/runtime.py")),
    ("smells", include_str!("study/smells.py")),
    ("repairs", include_str!("study/repairs.py")),
    ("study", include_str!("study/study.py")),
];

/// How long it may take.
const WALL: Duration = Duration::from_secs(5);
/// A name or a key that is longer helps nobody.
const LONGEST_NAME: usize = 60;

/// The module that only [`Study::repairs`] needs.
const REPAIRS: &str = "repairs";

/// The study, compiled on first use.
#[derive(Debug)]
pub(crate) struct Study(Reader);

impl Default for Study {
    fn default() -> Self {
        Self(Reader::new("the study of a program", &MODULES, WALL))
    }
}

/// What to look at.
#[derive(Debug, Serialize)]
pub(super) struct Ask<'a> {
    pub(super) want: &'static str,
    pub(super) code: &'a str,
    pub(super) error: Option<Said<'a>>,
    pub(super) facts: Facts<'a>,
    /// Never shown to anybody.
    pub(super) solution: Option<&'a str>,
    /// Programs that are known to be wrong.
    pub(super) known: &'a [String],
    /// Names of files beside the program.
    pub(super) files: Vec<&'a str>,
}

/// The error that ended a run.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Said<'a> {
    pub(super) kind: &'a str,
    pub(super) message: &'a str,
    pub(super) line: Option<u32>,
}

/// How the run or the tests ended, as far as it helps to read the program.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(super) struct Facts<'a> {
    pub(super) timed_out: bool,
    /// A function that a test called gave nothing back.
    pub(super) got_none: bool,
    /// The function that the test called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) called: Option<&'a str>,
}

/// One thing that may be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Clue {
    /// A cause of the catalogue in `words/`.
    pub(crate) cause: String,
    pub(crate) line: u32,
    /// What it is about, in the student's words; may be empty.
    pub(crate) name: String,
    pub(crate) other: String,
    /// 0–100.
    pub(crate) sure: u8,
    /// A line that belongs to it.
    pub(crate) also: Option<u32>,
}

/// What the study says.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Look {
    pub(super) clues: Vec<Clue>,
    pub(super) nearest: Option<Nearest>,
    /// The share of the solution that is in the program, 0–1; 0 without one.
    pub(super) alike: f64,
}

/// The known wrong program that is most like this one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Nearest {
    pub(crate) at: usize,
    /// 0–1; 1 is the same but for names of quotes, prompts and comments.
    pub(crate) like: f64,
}

/// A small change to the program.
#[derive(Debug, Deserialize)]
pub(super) struct Repair {
    pub(super) line: u32,
    pub(super) cause: String,
    pub(super) name: String,
    pub(super) code: String,
}

#[derive(Debug, Deserialize)]
struct Repairs {
    repairs: Vec<Repair>,
}

#[derive(Serialize)]
struct AskRepairs<'a> {
    want: &'static str,
    code: &'a str,
    solution: Option<&'a str>,
    first: &'a [u32],
    most: usize,
}

impl<'a> Ask<'a> {
    pub(super) fn about(code: &'a str) -> Self {
        Self {
            want: "look",
            code,
            error: None,
            facts: Facts::default(),
            solution: None,
            known: &[],
            files: Vec::new(),
        }
    }
}

impl Study {
    /// Compiles it, so that the first question need not.
    pub(crate) async fn prepare(&self, sandbox: &Sandbox) -> anyhow::Result<()> {
        self.0.prepare(sandbox).await
    }

    /// Clues to what is wrong with a program, the most likely first.
    pub(super) async fn look(&self, sandbox: &Sandbox, ask: &Ask<'_>) -> anyhow::Result<Look> {
        let mut look: Look = self.0.ask(sandbox, ask, |module| module != REPAIRS).await?;
        let lines = u32::try_from(ask.code.lines().count()).unwrap_or(u32::MAX).max(1);
        look.clues.retain(|clue| words::knows(&clue.cause));
        for clue in &mut look.clues {
            clue.line = clue.line.clamp(1, lines);
            clue.also = clue.also.filter(|also| (1..=lines).contains(also) && *also != clue.line);
            for name in [&mut clue.name, &mut clue.other] {
                *name = name.chars().take(LONGEST_NAME).collect();
            }
        }
        look.nearest = look.nearest.filter(|nearest| nearest.at < ask.known.len());
        Ok(look)
    }

    /// At most so many small changes to a program that Python can read, those in the lines `first` before others.
    pub(super) async fn repairs(
        &self,
        sandbox: &Sandbox,
        code: &str,
        solution: Option<&str>,
        first: &[u32],
        most: usize,
    ) -> anyhow::Result<Vec<Repair>> {
        let ask = AskRepairs { want: "repairs", code, solution, first, most };
        let Repairs { mut repairs } = self.0.ask(sandbox, &ask, |_| true).await?;
        repairs.retain(|repair| words::knows(&repair.cause));
        repairs.truncate(most);
        Ok(repairs)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::room;
    use super::*;

    #[test]
    fn every_cause_that_the_study_says_has_words() {
        for (module, text) in MODULES {
            let said = text
                .split("clue(")
                .skip(1)
                .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
            for cause in said {
                assert!(words::knows(cause), "{module}.py says {cause}");
            }
        }
    }

    /// `./dev` builds the sandbox's Python with it; where somebody did not, it only takes longer.
    #[tokio::test(flavor = "multi_thread")]
    async fn it_says_the_same_loaded_in_the_snapshot_and_sent_along() {
        let (sandbox, inside) = room();
        assert!(
            inside.0.is_inside(sandbox).await.unwrap(),
            "python.wasm was built without it, or from another text"
        );
        let sent = Study(Study::default().0.sent(sandbox).await.unwrap());
        for code in [
            "for i in range(3)\n    print(i)\n",
            "total = 0\nfor n in [1, 2]:\n    total = n\nprint(totl)\n",
            "",
        ] {
            let solution = Some("total = 0\nfor n in [1, 2]:\n    total = total + n\nprint(total)\n");
            let ask = Ask { solution, ..Ask::about(code) };
            let (one, other) =
                (inside.look(sandbox, &ask).await.unwrap(), sent.look(sandbox, &ask).await.unwrap());
            assert_eq!((one.clues, one.nearest), (other.clues, other.nearest), "{code}");
            for study in [inside, &sent] {
                let repairs = study.repairs(sandbox, code, solution, &[1], 4).await.unwrap();
                assert!(repairs.len() <= 4);
            }
        }
    }
}
