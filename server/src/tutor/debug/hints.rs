//! Three hints from what is known: where to look and what Python means; what is wrong, as a question; nearly there.

use learnflow_contracts::TopicId;
use learnflow_contracts::tutor::AnswerEvidence;

use super::evidence::{Ended, Evidence};
use super::study::Clue;
use super::told;
use super::words::{Gaps, Words, in_language};
use crate::tutor::draft::Hint;

/// A known wrong program that a student's is like, in the curriculum's own words.
pub(super) struct Known<'a> {
    /// A sentence on what is wrong, or a question about it.
    pub(super) sentence: &'a str,
    pub(super) topic: &'a TopicId,
    /// Its place in the curriculum.
    pub(super) place: &'a str,
}

/// What else may be said.
pub(super) struct Beside<'a> {
    pub(super) language: &'a str,
    pub(super) known: Option<Known<'a>>,
    /// The exercise's own three hints, or none.
    pub(super) written: &'a [String],
}

/// Characters of a name or a text that is quoted.
const LONGEST: usize = 26;

/// The ladder.
pub(super) fn hints(evidence: &Evidence, beside: &Beside<'_>) -> Vec<Hint> {
    let words = in_language(beside.language);
    let clue = evidence.clues.first();
    vec![
        first(evidence, clue, words),
        second(evidence, clue, words, beside),
        third(evidence, clue, words, beside),
    ]
}

fn hint(sentences: &[String], line: Option<u32>) -> Hint {
    let said: Vec<_> =
        sentences.iter().map(|sentence| sentence.trim()).filter(|sentence| !sentence.is_empty()).collect();
    Hint { markdown: said.join(" "), line }
}

/// Where to look, and what Python means.
fn first(evidence: &Evidence, clue: Option<&Clue>, words: &Words) -> Hint {
    let at = clue.map(|clue| clue.line).or(evidence.step);
    let look = |line: Option<u32>| line.map_or(String::new(), |line| words.frame("look", &lines(line, None)));
    match &evidence.ended {
        Ended::Error { kind, line, .. } => {
            // A line that cannot be read is where the reading says; else the line that ran.
            let unread = told::cannot_be_read(kind);
            let line = if unread { at.or(*line) } else { line.or(at) };
            let own = clue.is_some_and(|clue| clue.cause == "own_error");
            let frame = match line {
                Some(_) if unread => "unread",
                Some(_) => "stopped",
                None => "no_line",
            };
            let gaps = lines(line.unwrap_or(1), None).with("kind", kind.as_str());
            let means = words.kind(if own { "own" } else { kind }).to_owned();
            hint(&[words.frame(frame, &gaps), means, look(line)], line)
        }
        Ended::Stopped(kind) => hint(&[words.kind(kind).to_owned(), look(at)], at),
        Ended::Wrong => {
            let test = evidence.test.as_ref();
            let frame = if evidence.hidden() { "wrong_hidden" } else { "wrong" };
            let gaps = Gaps::default().with("test", test.map_or("", |test| test.name.as_str()));
            let shape = evidence.shape.as_ref().filter(|_| !evidence.hidden()).map(|shape| {
                let gaps = Gaps::default()
                    .with("at", shape.at.to_string())
                    .with("got", shape.got.to_string())
                    .with("expected", shape.expected.to_string());
                words.shape(&shape.how, &gaps)
            });
            hint(&[words.frame(frame, &gaps), shape.unwrap_or_default(), look(at)], at)
        }
        Ended::Right => {
            let frame = if clue.is_some() { "look" } else { "nothing_wrong" };
            hint(&[words.frame(frame, &lines(at.unwrap_or(1), None))], at)
        }
    }
}

/// What is wrong, as a question.
fn second(evidence: &Evidence, clue: Option<&Clue>, words: &Words, beside: &Beside<'_>) -> Hint {
    let known = beside
        .known
        .as_ref()
        .map(|known| words.frame("known", &Gaps::default().with("sentence", known.sentence.trim())));
    let Some(clue) = clue else {
        let step = evidence.step.map(|line| words.frame("step", &lines(line, None))).unwrap_or_default();
        let written = beside.written.get(1).cloned();
        let ask = written.unwrap_or_else(|| words.frame("nothing_wrong_ask", &Gaps::default()));
        return hint(&[known.unwrap_or_default(), step, ask], evidence.step);
    };
    let question = words.question(&clue.cause, &gaps(clue, evidence, words));
    let also =
        clue.also.filter(|also| !question.contains(&also.to_string()) && Some(*also) != error_line(evidence));
    let belongs = also.map(|also| words.frame("look_also", &lines(clue.line, Some(also))));
    hint(
        &[known.unwrap_or_default(), values(evidence, words), question, belongs.unwrap_or_default()],
        Some(clue.line),
    )
}

/// Nearly there, in words.
fn third(evidence: &Evidence, clue: Option<&Clue>, words: &Words, beside: &Beside<'_>) -> Hint {
    let Some(clue) = clue else {
        let written = beside.written.get(2).cloned();
        return hint(
            &[written.unwrap_or_else(|| words.frame("nothing_wrong_near", &Gaps::default()))],
            evidence.step,
        );
    };
    hint(&[words.nearly(&clue.cause, &gaps(clue, evidence, words))], Some(clue.line))
}

fn error_line(evidence: &Evidence) -> Option<u32> {
    match &evidence.ended {
        Ended::Error { line, .. } => *line,
        _ => None,
    }
}

fn lines(line: u32, also: Option<u32>) -> Gaps<'static> {
    Gaps::default().with("line", line.to_string()).with("also", also.unwrap_or(line).to_string())
}

fn gaps<'a>(clue: &'a Clue, evidence: &Evidence, words: &Words) -> Gaps<'a> {
    let unnamed = || words.frame("unnamed", &Gaps::default());
    let quoted = |name: &str| if name.is_empty() { unnamed() } else { quote(name) };
    let also = clue.also.or_else(|| error_line(evidence)).unwrap_or(clue.line);
    lines(clue.line, Some(also)).with("name", quoted(&clue.name)).with("other", quoted(&clue.other))
}

/// A name or a sign between backticks; anything longer as a text in quotes, which is all that may stand there.
fn quote(name: &str) -> String {
    let plain: String =
        name.chars().filter(|c| !c.is_control() && !matches!(c, '`' | '"')).take(LONGEST).collect();
    let is_name = plain.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    let is_sign =
        plain.chars().count() <= 3 && plain.chars().all(|c| !c.is_alphanumeric() && !c.is_whitespace());
    match plain.as_str() {
        "" => "`\"`".to_owned(),
        _ if is_name || is_sign => format!("`{plain}`"),
        _ => format!("`\"{plain}\"`"),
    }
}

/// A value as it is told: simple ones between backticks, collections without, because in them stands more than a name.
fn written(value: &str) -> String {
    let is_simple = value.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
        || (value.len() <= LONGEST && value.starts_with(['\'', '"']) && value.ends_with(['\'', '"']));
    if is_simple { format!("`{value}`") } else { value.to_owned() }
}

/// `At that moment x is 4 and items is [1, 2].`
fn values(evidence: &Evidence, words: &Words) -> String {
    let said: Vec<_> = evidence
        .values
        .iter()
        .map(|(name, value)| {
            words.frame("value", &Gaps::default().with("name", quote(name)).with("value", written(value)))
        })
        .collect();
    let and = format!(" {} ", words.frame("and", &Gaps::default()));
    match said.split_last() {
        None => String::new(),
        Some((last, before)) => {
            let before = before.join(", ");
            let all = if before.is_empty() { last.clone() } else { format!("{before}{and}{last}") };
            words.frame("values", &Gaps::default().with("values", all))
        }
    }
}

/// For the receipt.
pub(super) fn receipt(evidence: &Evidence, known: Option<&Known<'_>>) -> Vec<AnswerEvidence> {
    let mut all = Vec::new();
    if let Ended::Error { kind, message, line } = &evidence.ended {
        all.push(AnswerEvidence::Error { error: kind.clone(), message: message.clone(), line: *line });
    }
    if let Some(test) = &evidence.test {
        let (expected, got) = (test.expected.clone(), test.got.clone());
        all.push(AnswerEvidence::Test { name: test.name.clone(), hidden: test.hidden, expected, got });
    }
    if let Some(line) = error_line(evidence) {
        let values = evidence.values.iter();
        all.extend(values.map(|(name, value)| AnswerEvidence::Value {
            name: name.clone(),
            value: value.clone(),
            line,
        }));
    }
    if let Some(line) = evidence.step {
        let what = "the first thing that differs was shown here".to_owned();
        all.push(AnswerEvidence::Step { line, what });
    }
    if let Some(clue) = evidence.clues.first() {
        let proven = if evidence.proven { ", proven by a change that passes the tests" } else { "" };
        all.push(AnswerEvidence::Rule { name: format!("{}{proven}", clue.cause) });
    }
    if let Some(known) = known {
        let (topic_id, place) = (known.topic.clone(), known.place.to_owned());
        all.push(AnswerEvidence::Curriculum { topic_id, place });
    }
    all
}
