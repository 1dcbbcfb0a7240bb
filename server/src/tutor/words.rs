//! The tutor's own sentences, in the languages there are, and its names for logs and metrics.

use learnflow_contracts::tutor::{AgentKind, DecidedBy, Ending};

/// An agent's name in metrics.
pub(super) const fn name(agent: AgentKind) -> &'static str {
    match agent {
        AgentKind::Triage => "triage",
        AgentKind::Concepts => "concepts",
        AgentKind::Debug => "debug",
        AgentKind::Review => "review",
        AgentKind::Exercise => "exercise",
        AgentKind::Progress => "progress",
    }
}

/// An ending's name in metrics.
pub(super) const fn ending(ending: Ending) -> &'static str {
    match ending {
        Ending::Library => "library",
        Ending::Model => "model",
        Ending::Busy => "busy",
        Ending::Failed => "failed",
        Ending::Withdrawn => "withdrawn",
        Ending::Stopped => "stopped",
    }
}

/// In metrics, who decided.
pub(super) const fn decided_by(by: DecidedBy) -> &'static str {
    match by {
        DecidedBy::Rules => "rules",
        DecidedBy::Model => "model",
        DecidedBy::Page => "page",
    }
}

/// One of two texts.
pub(super) const fn either(german: bool, de: &'static str, en: &'static str) -> &'static str {
    if german { de } else { en }
}

/// What a student may ask who does not know what to ask.
pub(super) fn first_questions(german: bool) -> Vec<String> {
    let questions = if german {
        ["Was ist eine Variable?", "Gib mir eine Aufgabe.", "Wie weit bin ich?"]
    } else {
        ["What is a variable?", "Give me an exercise.", "How am I doing?"]
    };
    questions.map(str::to_owned).to_vec()
}

/// When an agent broke: the student still gets an answer.
pub(super) fn sorry(german: bool) -> &'static str {
    either(
        german,
        "Da ist bei mir gerade etwas schiefgegangen. Frag mich bitte noch einmal, am besten mit deinem Programm dabei.",
        "Something went wrong on my side just now. Please ask me again, best with your program beside it.",
    )
}

/// In place of a hint that the gate kept back.
pub(super) fn hint_in_place(german: bool, rung: u8, line: Option<u32>) -> String {
    match (line, rung) {
        (Some(line), 1 | 2) if german => {
            format!("Schau dir Zeile {line} genau an. Was soll sie tun, und was tut sie wirklich?")
        }
        (Some(line), 1 | 2) => format!("Look closely at line {line}. What should it do, and what does it do?"),
        (_, 1 | 2) => either(
            german,
            "Geh dein Programm Zeile für Zeile durch und sag bei jeder, was sie tun soll. Bei welcher bist du nicht sicher?",
            "Go through your program line by line and say for each what it should do. At which one are you not sure?",
        )
        .to_owned(),
        _ => either(
            german,
            "Du bist nah dran. Nimm die erste Prüfung, die nicht stimmt, und spiele dein Programm mit ihren Werten auf Papier durch.",
            "You are close. Take the first test that differs, and play your program through on paper with its values.",
        )
        .to_owned(),
    }
}
