//! Explains: the part of the curriculum that the question is about, at the student's depth, with an example that runs.
//! Topics that no lesson has (decorators, generators, async, regular expressions, recursion) are in `library/`.

mod beyond;
mod section;

use async_trait::async_trait;
use learnflow_contracts::tutor::AnswerEvidence;

use self::section::Section;
use super::draft::{Draft, DraftPart};
use super::prompt::{Form, Prompt, fenced};
use super::words::either;
use super::{Agent, Context, Tools};
use crate::curriculum::Topic;

const PROMPT: &str = include_str!("prompt.md");

/// From this mastery on, a student reads the next deeper explanation.
const INTERMEDIATE: f64 = 60.0;
const ADVANCED: f64 = 85.0;

/// How long an answer of a model may be, in tokens.
const TOKENS: u32 = 220;
/// Bytes of the section that a model is given to lean on.
const LEAN_ON: usize = 1_500;

pub(super) struct Concepts;

/// How deep an explanation goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    Beginner,
    Intermediate,
    Advanced,
}

impl Depth {
    fn of(mastery: f64) -> Self {
        match mastery {
            mastery if mastery >= ADVANCED => Self::Advanced,
            mastery if mastery >= INTERMEDIATE => Self::Intermediate,
            _ => Self::Beginner,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Beginner => "beginner",
            Self::Intermediate => "intermediate",
            Self::Advanced => "advanced",
        }
    }
}

#[async_trait]
impl Agent for Concepts {
    async fn at_once(&self, context: &Context, _: &Tools) -> anyhow::Result<Draft> {
        let question = context.question.ask.text.as_str();
        if let Some(text) = beyond::find(question, context.german()) {
            let sections = section::split(text);
            return Ok(say(&sections, None, context.german())
                .because(AnswerEvidence::Rule { name: "a topic beyond the lessons".to_owned() }));
        }
        let Some(topic) = context.topic().or_else(|| spoken_of(context)) else {
            return Ok(nothing_found(context));
        };
        let id = topic.view.id.clone();
        let mastery = context.mastery(&id);
        let depth = Depth::of(mastery);
        let sections = section::split(explanation(topic, depth));
        let chosen = section::about(&sections, question);
        let whole_topic =
            chosen.len() == sections.len() || section::asks_for_all(question, &topic.view.title);
        let diagram =
            topic.view.diagram.as_deref().filter(|_| whole_topic || section::asks_for_picture(question));
        let shown = if whole_topic { &sections[..sections.len().min(2)] } else { &chosen[..] };
        let place = format!(
            "{}.md: {}",
            depth.name(),
            shown.iter().map(|section| section.title.as_str()).collect::<Vec<_>>().join(", ")
        );
        Ok(say(shown, diagram, context.german())
            .with(DraftPart::Next(next(topic, context.german())))
            .because(AnswerEvidence::Curriculum { topic_id: id.clone(), place })
            .because(AnswerEvidence::Mastery { topic_id: id, score: mastery }))
    }

    fn prompt(&self, context: &Context, first: &Draft) -> Option<Prompt> {
        let ask = &context.question.ask;
        // A page that only opens the explanation has asked nothing that the library did not answer.
        if ask.text.trim().is_empty() {
            return None;
        }
        let language = either(context.german(), "German", "English");
        let lean_on: String = first
            .parts
            .iter()
            .filter_map(|part| match part {
                DraftPart::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect::<Vec<_>>()
            .join("\n");
        let end =
            (0..=lean_on.len().min(LEAN_ON)).rev().find(|at| lean_on.is_char_boundary(*at)).unwrap_or(0);
        let mut user = format!("Answer in {language}.\nWhat the lesson says:\n{}\n", &lean_on[..end]);
        user.push_str(&fenced("Question", &ask.text));
        if let Some(code) = &ask.code {
            user.push_str(&fenced("Program", code));
        }
        Some(Prompt { system: PROMPT, user, max_tokens: TOKENS, form: Form::Markdown, rung: None })
    }

    async fn read(&self, _: &Context, first: &Draft, text: &str, _: &Tools) -> anyhow::Result<Draft> {
        anyhow::ensure!(text.trim().len() >= 20, "it said next to nothing");
        Ok(Draft { parts: vec![DraftPart::Text(text.trim().to_owned())], evidence: first.evidence.clone() })
    }
}

const fn explanation(topic: &Topic, depth: Depth) -> &String {
    let texts = &topic.view.explanations;
    match depth {
        Depth::Beginner => &texts.beginner,
        Depth::Intermediate => &texts.intermediate,
        Depth::Advanced => &texts.advanced,
    }
}

/// Sections as parts: prose, and examples to run. The diagram stands before the first example.
fn say(sections: &[Section], diagram: Option<&str>, german: bool) -> Draft {
    let mut draft = Draft::default();
    let mut diagram = diagram;
    for section in sections {
        if !section.title.is_empty() {
            draft = draft.with(DraftPart::Text(format!("**{}**", section.title)));
        }
        for part in &section.parts {
            if matches!(part, DraftPart::Example { .. })
                && let Some(mermaid) = diagram.take()
            {
                draft = draft.with(DraftPart::Diagram(mermaid.to_owned()));
            }
            draft = draft.with(part.clone());
        }
    }
    if let Some(mermaid) = diagram {
        draft = draft.with(DraftPart::Diagram(mermaid.to_owned()));
    }
    if draft.parts.is_empty() {
        return Draft::text(either(german, "Dazu habe ich hier nichts.", "I have nothing about that here."));
    }
    joined(draft)
}

/// Text after text becomes one.
fn joined(draft: Draft) -> Draft {
    let mut parts: Vec<DraftPart> = Vec::new();
    for part in draft.parts {
        match (parts.last_mut(), part) {
            (Some(DraftPart::Text(last)), DraftPart::Text(text)) => {
                last.push_str("\n\n");
                last.push_str(&text);
            }
            (_, part) => parts.push(part),
        }
    }
    Draft { parts, evidence: draft.evidence }
}

/// The topic that the words of a question fit best, where triage named none.
fn spoken_of(context: &Context) -> Option<&Topic> {
    let words = section::words(&context.question.ask.text);
    let score = |topic: &Topic| {
        let title = section::words(&topic.view.title);
        let summary = section::words(&topic.view.summary);
        3 * title.intersection(&words).count() + summary.intersection(&words).count()
    };
    context
        .curriculum()
        .topics()
        .map(|topic| (score(topic), topic))
        .filter(|(score, _)| *score >= 3)
        .max_by_key(|(score, _)| *score)
        .map(|(_, topic)| topic)
}

/// No topic fits: say what there is.
fn nothing_found(context: &Context) -> Draft {
    let german = context.german();
    let known: Vec<_> = context.curriculum().topics().map(|topic| topic.view.title.clone()).take(8).collect();
    let text = if german {
        format!(
            "Das kann ich noch keinem Thema zuordnen. Ich kann dir zum Beispiel das hier erklären: {}.",
            known.join(", ")
        )
    } else {
        format!("I cannot tell yet which topic that is. I can explain, for example: {}.", known.join(", "))
    };
    Draft::text(text)
        .with(DraftPart::Next(super::words::first_questions(german)))
        .because(AnswerEvidence::Rule { name: "no topic fits".to_owned() })
}

fn next(topic: &Topic, german: bool) -> Vec<String> {
    let title = &topic.view.title;
    if german {
        vec![
            format!("Gib mir eine Aufgabe zu „{title}“."),
            format!("Welche Fehler macht man oft bei „{title}“?"),
        ]
    } else {
        vec![
            format!("Give me an exercise about “{title}”."),
            format!("What goes wrong often with “{title}”?"),
        ]
    }
}
