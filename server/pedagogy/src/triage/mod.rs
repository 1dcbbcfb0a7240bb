//! Which agent a question is for, by rules that can be read: word groups ([`words`]), what the text looks like
//! ([`reading`]) and what just happened, each with a weight per intent that was learned from labelled questions
//! (`docs/adr/0024-triage-by-weighed-words.md`).
//!
//! To teach it something: questions in `tests/triage/learned.txt`, words in `words.txt` or `topics.txt`, then run the
//! test `triage`, which writes `weights.tsv` anew. Nothing is ever written against `tests/triage/kept.txt`.

mod answer;
mod clues;
mod fold;
mod help;
mod pasted;
mod reading;
mod topics;
mod typos;
mod weights;
mod words;

use learnflow_contracts::tutor::AgentKind;

pub use answer::ask_back;
pub use clues::{Clue, clues};
pub use help::calls_for_help;
pub use weights::{Table, table};

/// Whom a question can be for, in the order of the columns of `weights.tsv`; the last is nobody yet.
pub const AGENTS: [AgentKind; 6] = [
    AgentKind::Concepts,
    AgentKind::Debug,
    AgentKind::Exercise,
    AgentKind::Review,
    AgentKind::Progress,
    AgentKind::Triage,
];

/// As it is written in tables.
pub const fn name(agent: AgentKind) -> &'static str {
    match agent {
        AgentKind::Triage => "nobody",
        AgentKind::Concepts => "concepts",
        AgentKind::Debug => "debug",
        AgentKind::Review => "review",
        AgentKind::Exercise => "exercise",
        AgentKind::Progress => "progress",
    }
}

/// How something is said. It changes no intent: whoever is rude with a broken program needs help with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Plain,
    /// Wants the finished solution.
    Pressure,
    /// Swears, at the tutor or at the world.
    Rude,
    /// Tells the tutor what to be or which rules to forget.
    Orders,
    /// Greets, thanks, talks of something else.
    Chat,
}

/// The language a question is written in, by its small words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    German,
}

/// What a student asked, and what lies beside it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    pub question: &'a str,
    /// What is in the editor.
    pub code: Option<&'a str>,
    /// Python's message, if the last run ended with one.
    pub error: Option<&'a str>,
    pub around: Around,
}

/// What just happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Around {
    /// An exercise is open.
    pub exercise: bool,
    pub last: Last,
    /// The same kind of error came several times lately.
    pub repeated_errors: bool,
}

/// The last thing that a student's program did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Last {
    #[default]
    Nothing,
    /// It ran to its end.
    Ran,
    /// It ended with an error.
    Failed,
    /// It was handed in and did not pass.
    Wrong,
    /// It was handed in and passed.
    Passed,
}

/// What triage says.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Whom the question is for; `Triage` when nothing fits, and [`ask_back`] has a question for the student.
    pub agent: AgentKind,
    /// How sure that is, 0 to 1: of a hundred decisions of 0.8, about eighty are right.
    pub confidence: f64,
    /// What spoke for it, the strongest first.
    pub because: Vec<&'static str>,
    /// Too little speaks for it: a model may be asked, when there is one.
    pub unsure: bool,
    pub manner: Manner,
    /// The topic of the curriculum that is spoken of.
    pub topic: Option<&'static str>,
    pub language: Language,
}

impl Decision {
    /// Why, in one sentence for those who look into it; it holds none of the student's words.
    pub fn reason(&self) -> String {
        let named = name(self.agent);
        if self.because.is_empty() {
            return format!("{named}: nothing speaks for anything else");
        }
        format!("{named}: {}", self.because.join("; "))
    }
}

/// Below this, the rules are not sure.
const SURE: f64 = 0.6;
/// A traceback or a program that Python cannot read says by itself what is wanted, whatever words stand beside it.
const PLAIN_AS_DAY: f64 = 0.98;

/// Decides whom a question is for. Reads no more than the first part of a very long text.
pub fn triage(asked: &Asked<'_>) -> Decision {
    let noticed = clues(asked);
    let (agent, confidence, because) = if let Some(clue) = certain(&noticed.clues) {
        (AgentKind::Debug, PLAIN_AS_DAY, vec![clue])
    } else {
        let (agent, confidence) = table().best(&noticed.clues);
        (agent, confidence, table().because(&noticed.clues, agent))
    };
    Decision {
        agent,
        confidence,
        because,
        unsure: confidence < SURE,
        manner: fitting(noticed.manner, agent),
        topic: noticed.topic,
        language: noticed.language,
    }
}

fn certain(clues: &[Clue]) -> Option<&'static str> {
    let broken = ["pastes a traceback", "pastes code that Python cannot read"];
    clues.iter().map(|clue| clue.name).find(|name| broken.contains(name))
}

/// A manner that goes with what was asked: who has a question does not only chat, and nobody is pressed for the
/// solution by a wish for an example.
fn fitting(manner: Manner, agent: AgentKind) -> Manner {
    match (manner, agent) {
        (Manner::Chat, AgentKind::Triage) | (Manner::Pressure, AgentKind::Debug | AgentKind::Triage) => {
            manner
        }
        (Manner::Chat | Manner::Pressure, _) => Manner::Plain,
        _ => manner,
    }
}
