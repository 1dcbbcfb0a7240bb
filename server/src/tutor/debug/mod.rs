//! The debug agent: what is wrong in a program, as three hints, from what the program really does.
//!
//! [`evidence`] runs it, and has the [`study`] read it inside the sandbox; [`hints`] puts what is known into the words
//! of [`words`]. To add a kind of error: a rule in `study/`, its cause in every file of `words/`, a row in
//! `tests/table.rs`.

pub(crate) mod evidence;
mod hints;
mod repair;
mod shape;
pub(crate) mod study;
#[cfg(test)]
mod tests;
mod told;
mod watch;
mod words;

use std::fmt::Write as _;

use anyhow::{Context as _, ensure};
use async_trait::async_trait;
use learnflow_contracts::UserId;
use learnflow_contracts::exercises::ExerciseKind;
use serde::Deserialize;

use self::evidence::{Case, Ended, Evidence};
use self::hints::{Beside, Known};
use super::draft::{DraftPart, Hint};
use super::prompt::fenced;
use super::{Agent, Context, Draft, Form, Prompt, Tools, gate};

/// A known wrong program counts as the student's own from here on.
const THE_SAME: f64 = 0.97;
/// Three hints of two sentences.
const TOKENS: u32 = 260;

/// The agent.
pub(crate) struct Debugging;

#[async_trait]
impl Agent for Debugging {
    async fn at_once(&self, context: &Context, tools: &Tools) -> anyhow::Result<Draft> {
        let ask = &context.question.ask;
        let Some(code) = ask.code.as_deref().filter(|code| !code.trim().is_empty()) else {
            return Ok(without_program(context));
        };
        let case = case(context, code);
        let user: UserId = context.question.student.into();
        let evidence = match tools.execution.evidence(user, &case).await {
            Ok(evidence) => evidence,
            Err(failure) => anyhow::bail!("looking at a program: {}", failure.into_problem().title),
        };
        Ok(draft(context, &evidence))
    }

    fn prompt(&self, context: &Context, first: &Draft) -> Option<Prompt> {
        let hints = first.parts.iter().find_map(|part| match part {
            DraftPart::Hints(hints) => Some(hints),
            _ => None,
        })?;
        let mut user = format!("Language of the answer: {}\n", context.question.language);
        for (name, hint) in ["where", "question", "nearly"].iter().zip(hints) {
            let _ = writeln!(user, "{name}: {}", hint.markdown);
        }
        let ask = &context.question.ask;
        user.push_str(&fenced("Program", ask.code.as_deref().unwrap_or_default()));
        if !ask.text.is_empty() {
            user.push_str(&fenced("Question", &ask.text));
        }
        let text = serde_json::json!({ "type": "string", "minLength": 8, "maxLength": 400 });
        let schema = serde_json::json!({
            "type": "object",
            "properties": { "where": text, "question": text, "nearly": text },
            "required": ["where", "question", "nearly"],
            "additionalProperties": false,
        });
        let (system, form) = (include_str!("prompt.md"), Form::Json(schema));
        Some(Prompt { system, user, max_tokens: TOKENS, form, rung: None })
    }

    async fn read(&self, _: &Context, first: &Draft, text: &str, _: &Tools) -> anyhow::Result<Draft> {
        let said: Said = serde_json::from_str(text).context("the three hints are no JSON")?;
        let lines = first.parts.iter().find_map(|part| match part {
            DraftPart::Hints(hints) => Some(hints.iter().map(|hint| hint.line).collect::<Vec<_>>()),
            _ => None,
        });
        let lines = lines.context("the first answer has no hints")?;
        let texts = [said.r#where, said.question, said.nearly];
        ensure!(texts.iter().all(|text| !text.trim().is_empty()), "a hint is empty");
        let hints = texts.into_iter().zip(lines).map(|(markdown, line)| Hint { markdown, line }).collect();
        Ok(Draft { parts: vec![DraftPart::Hints(hints)], evidence: first.evidence.clone() })
    }
}

/// What a model says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    r#where: String,
    question: String,
    nearly: String,
}

/// What there is to look at.
fn case(context: &Context, code: &str) -> Case {
    let base = Case { code: code.to_owned(), told: context.question.ask.error.clone(), ..Case::default() };
    // The answer to a `predict` exercise is no program: what the student asks about is.
    let Some(at_hand) = context.at_hand.as_ref().filter(|hand| hand.view.kind != ExerciseKind::Predict)
    else {
        return base;
    };
    Case {
        files: at_hand.task.files.clone(),
        tests: at_hand.task.tests.clone(),
        solution: Some(at_hand.solution.clone()).filter(|solution| !solution.trim().is_empty()),
        known: known_programs(context).into_iter().map(|(program, _)| program.to_owned()).collect(),
        ..base
    }
}

/// Wrong programs that the curriculum tells of: of the exercise, then of the topic.
fn known_programs(context: &Context) -> Vec<(&str, Known<'_>)> {
    let curriculum = context.curriculum();
    let exercise = context.at_hand.as_ref().and_then(|hand| curriculum.exercise(&hand.view.id));
    let mut known: Vec<(&str, Known<'_>)> = Vec::new();
    if let Some(exercise) = exercise {
        known.extend(exercise.wrong.iter().map(|wrong| {
            let topic = &exercise.view.topic_id;
            (wrong.answer.as_str(), Known { sentence: &wrong.mistake, topic, place: &wrong.file })
        }));
    }
    if let Some(topic) = context.topic() {
        known.extend(topic.mistakes.iter().map(|mistake| {
            let view = &mistake.view;
            (
                view.code.as_str(),
                Known { sentence: &view.question, topic: &topic.view.id, place: &view.title },
            )
        }));
    }
    known
}

fn draft(context: &Context, evidence: &Evidence) -> Draft {
    let language = context.question.language.as_str();
    let has_tests = context.at_hand.as_ref().is_some_and(|hand| hand.view.kind != ExerciseKind::Predict);
    if evidence.ended == Ended::Right && has_tests {
        let words = words::in_language(language);
        return Draft::text(words.frame("all_pass", &words::Gaps::default()));
    }
    let same = evidence.nearest.filter(|nearest| nearest.like >= THE_SAME);
    let known = same.and_then(|nearest| known_programs(context).into_iter().nth(nearest.at));
    // What the curriculum says there may be more than a hint may.
    let known = known.map(|(_, known)| known).filter(|known| gate::sign_of_code(known.sentence).is_none());
    let receipt = hints::receipt(evidence, known.as_ref());
    let written = context.at_hand.as_ref().map(|hand| hand.view.hints.as_slice()).unwrap_or_default();
    let beside = Beside { language, known, written };
    let mut draft =
        Draft { parts: vec![DraftPart::Hints(hints::hints(evidence, &beside))], evidence: receipt };
    if let Some((error, times)) = repeated(context, evidence) {
        draft = draft.because(learnflow_contracts::tutor::AnswerEvidence::Repeated { error, times });
    }
    draft
}

/// How often this kind of error came in the last days, if it is no news.
fn repeated(context: &Context, evidence: &Evidence) -> Option<(String, u32)> {
    let Ended::Error { kind, .. } = &evidence.ended else { return None };
    context.facts.errors.iter().find(|(error, times)| error == kind && *times > 1).cloned()
}

/// No program came along: what Python said is explained, or the program is asked for.
fn without_program(context: &Context) -> Draft {
    let words = words::in_language(&context.question.language);
    let ask = &context.question.ask;
    let told = ask.error.as_deref().or(Some(ask.text.as_str())).and_then(told::error);
    match told {
        Some(ended) => {
            let evidence = Evidence::of(ended);
            let beside = Beside { language: &context.question.language, known: None, written: &[] };
            let first = hints::hints(&evidence, &beside).swap_remove(0);
            let text =
                format!("{}\n\n{}", first.markdown, words.frame("send_program", &words::Gaps::default()));
            Draft { parts: vec![DraftPart::Text(text)], evidence: hints::receipt(&evidence, None) }
        }
        None => Draft::text(words.frame("send_program", &words::Gaps::default())),
    }
}
