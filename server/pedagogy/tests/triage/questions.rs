//! Labelled questions: one a line, `intent | manner | context | topic | question`.

use learnflow_contracts::tutor::AgentKind;
use learnflow_pedagogy::triage::{AGENTS, Around, Asked, Clue, Last, Manner, clues, name};

/// A question and what it is.
pub(crate) struct Question {
    pub(crate) agent: AgentKind,
    /// Only where the label says so.
    pub(crate) manner: Option<Manner>,
    pub(crate) around: Around,
    pub(crate) topic: Option<&'static str>,
    pub(crate) text: String,
}

impl Question {
    pub(crate) fn clues(&self) -> Vec<Clue> {
        clues(&self.asked()).clues
    }

    pub(crate) fn asked(&self) -> Asked<'_> {
        Asked { question: &self.text, around: self.around, ..Asked::default() }
    }
}

pub(crate) fn learned() -> Vec<Question> {
    read(include_str!("learned.txt"))
}

pub(crate) fn kept() -> Vec<Question> {
    read(include_str!("kept.txt"))
}

fn read(text: &'static str) -> Vec<Question> {
    text.lines().filter(|line| !line.starts_with('#')).map(question).collect()
}

fn question(line: &'static str) -> Question {
    let [intent, manner, context, topic, text] = line.splitn(5, " | ").collect::<Vec<_>>()[..] else {
        panic!("a question has five parts: {line}")
    };
    Question {
        agent: AGENTS
            .into_iter()
            .find(|agent| name(*agent) == intent)
            .expect("the first part names an agent"),
        manner: match manner {
            "pressure" => Some(Manner::Pressure),
            "rude" => Some(Manner::Rude),
            "orders" => Some(Manner::Orders),
            "chat" => Some(Manner::Chat),
            _ => None,
        },
        around: around(context),
        topic: (topic != "-").then_some(topic),
        text: if text == "-" { String::new() } else { text.replace('⏎', "\n") },
    }
}

fn around(context: &str) -> Around {
    let mut around = Around::default();
    for word in context.split(' ') {
        match word {
            "exercise" => around.exercise = true,
            "failed" => around.last = Last::Failed,
            "wrong" => around.last = Last::Wrong,
            "passed" => around.last = Last::Passed,
            "repeated" => around.repeated_errors = true,
            "-" => {}
            other => panic!("no such context: {other}"),
        }
    }
    around
}
