//! Reviews a program: how good it is with the parts of the score, the few findings that matter most in plain words, and
//! for some of them the student's own lines written better.
//!
//! [`look`] gathers what the tools and the [`reading`] find inside the sandbox, [`prove`] runs every change before it is
//! shown; what is told first, what it costs and in which words is `pedagogy::quality` (ADR 0033).

pub(crate) mod look;
mod prove;
pub(crate) mod reading;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use learnflow_contracts::exercises::ExerciseKind;
use learnflow_contracts::tutor::{
    AnswerEvidence, CodeReview, QualityPart, ReviewFinding, Suggestion, TimeGrowth,
};
use learnflow_pedagogy::quality;

use self::look::{Case, Looked, SHOWN};
use self::reading::{Growth, State};
use super::draft::{Draft, DraftPart};
use super::prompt::Prompt;
use super::{Agent, Context, Tools};

/// From these scores on a program reads very well, well, and is on a good way.
const GREAT: u8 = 95;
const GOOD: u8 = 85;
const FAIR: u8 = 65;

/// The agent.
pub(super) struct Reviews;

#[async_trait]
impl Agent for Reviews {
    async fn at_once(&self, context: &Context, tools: &Tools) -> anyhow::Result<Draft> {
        let language = context.question.language.as_str();
        let Some(code) = context.question.ask.code.as_deref().filter(|code| !code.trim().is_empty()) else {
            return Ok(Draft::text(quality::frame(language, "no_program", &[])));
        };
        let looked = tools.execution.review(context.question.student.into(), &case(context, code)).await;
        let looked = looked.map_err(|failure| anyhow::anyhow!(failure.into_problem().title))?;
        Ok(draft(language, &looked))
    }

    fn prompt(&self, _: &Context, _: &Draft) -> Option<Prompt> {
        // What is found is found, and proven: a tiny model would only say it worse.
        None
    }

    async fn read(&self, _: &Context, first: &Draft, _: &str, _: &Tools) -> anyhow::Result<Draft> {
        Ok(first.clone())
    }
}

/// What there is to look at.
fn case(context: &Context, code: &str) -> Case {
    let base = Case { code: code.to_owned(), ..Case::default() };
    match context.at_hand.as_ref().filter(|hand| hand.view.kind != ExerciseKind::Predict) {
        Some(hand) => Case { files: hand.task.files.clone(), tests: hand.task.tests.clone(), ..base },
        None => base,
    }
}

/// The answer from what is known.
pub(super) fn draft(language: &str, looked: &Looked) -> Draft {
    let frame = |name: &str, gaps: &[(&str, &str)]| quality::frame(language, name, gaps);
    match looked.state {
        State::Read => {}
        State::Empty => return Draft::text(frame("only_comments", &[])),
        State::TooMuch => return Draft::text(frame("too_much", &[])),
        State::Unread => {
            let (kind, line) = looked.problem.clone().unwrap_or_else(|| ("SyntaxError".to_owned(), 1));
            let text = frame("unread", &[("line", &line.to_string()), ("kind", &kind)]);
            let evidence = AnswerEvidence::Error { error: kind, message: String::new(), line: Some(line) };
            return Draft::text(text).because(evidence);
        }
    }
    let groups = quality::worst_first(&looked.found());
    let score = looked.score();
    let findings: Vec<ReviewFinding> = groups
        .iter()
        .take(SHOWN)
        .map(|group| {
            let told = quality::tell(language, group);
            let change = looked.change(group);
            ReviewFinding {
                about: group.about(),
                line: Some(told.line),
                markdown: told.markdown,
                suggestion: change
                    .map(|change| Suggestion { before: change.before.clone(), after: change.after.clone() }),
            }
        })
        .collect();
    let mut draft = Draft::text(frame(opening(score.score, groups.len()), &[]));
    for group in groups.iter().take(SHOWN) {
        draft = draft.because(AnswerEvidence::Rule { name: group.rule.name.to_owned() });
    }
    let parts = score.parts.iter();
    let parts =
        parts.map(|part| QualityPart { of: part.of, score: part.score, weight: part.weight }).collect();
    let time = looked.growth.as_ref().and_then(|growth| time(language, growth));
    draft = draft.with(DraftPart::Review(Box::new(CodeReview { score: score.score, parts, findings, time })));
    let more = groups.len().saturating_sub(SHOWN);
    let mut after = match more {
        0 => String::new(),
        1 => frame("more_one", &[]),
        _ => frame("more_many", &[("count", &more.to_string())]),
    };
    if looked.partly {
        after = [frame("part_missing", &[]), after].join(" ");
    }
    if after.is_empty() { draft } else { draft.with(DraftPart::Text(after)) }
}

fn opening(score: u8, findings: usize) -> &'static str {
    match score {
        _ if findings == 0 => "nothing",
        GREAT.. => "great",
        GOOD.. => "good",
        FAIR.. => "fair",
        _ => "low",
    }
}

fn time(language: &str, growth: &Growth) -> Option<TimeGrowth> {
    let reason = quality::growth(language, &growth.reason, growth.line, growth.other)?;
    Some(TimeGrowth { order: growth.order.clone(), reason })
}
