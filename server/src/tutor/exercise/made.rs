//! An exercise that a model made: what it is asked for, and what must hold before anybody sees it.
//!
//! It is accepted only if its own solution passes its own tests in the sandbox, its starter does not, its statement does
//! not give the solution away, and it is no twin ([`super::twin`]) of one of the bank or one that was made before.

use std::fmt::Write;

use anyhow::{Context as _, bail, ensure};
use learnflow_contracts::ExerciseId;
use learnflow_contracts::exercises::{Difficulty, ExerciseKind, NewCheck, NewExercise, NewTest};
use learnflow_contracts::tutor::AnswerEvidence;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::twin::Sketch;
use crate::curriculum::Topic;
use crate::execution::{Task, own};
use crate::tutor::draft::{Draft, DraftPart, Made};
use crate::tutor::prompt::{Form, Prompt};
use crate::tutor::words::either;
use crate::tutor::{Context, Tools};

/// A short story, a function and six tests.
const TOKENS: u32 = 700;
/// Tests that a student sees; the others are hidden.
const SHOWN: usize = 2;

/// What to ask for.
pub(super) fn prompt(context: &Context, first: &Draft) -> Option<Prompt> {
    let (topic, difficulty) = wanted(context, first)?;
    let language = either(context.german(), "German", "English");
    let mut user =
        format!("Language: {language}\nTopic: {}\nDifficulty: {}\n", topic.view.title, name(difficulty));
    if let Some(DraftPart::Exercise { exercise, .. }) = first.parts.first() {
        let _ = writeln!(user, "Not like: {}", exercise.title);
    }
    Some(Prompt {
        system: include_str!("prompt.md"),
        user,
        max_tokens: TOKENS,
        form: Form::Json(schema()),
        rung: None,
    })
}

/// The topic and difficulty of what the bank has, else of what was asked for.
fn wanted<'a>(context: &'a Context, first: &Draft) -> Option<(&'a Topic, Difficulty)> {
    let picked = first.parts.iter().find_map(|part| match part {
        DraftPart::Exercise { exercise, .. } => Some((&exercise.topic_id, exercise.difficulty)),
        _ => None,
    });
    match picked {
        Some((topic, difficulty)) => Some((context.curriculum().topic(topic)?, difficulty)),
        None => Some((context.topic()?, Difficulty::Hard)),
    }
}

const fn name(difficulty: Difficulty) -> &'static str {
    match difficulty {
        Difficulty::Easy => "easy",
        Difficulty::Medium => "medium",
        Difficulty::Hard => "hard",
    }
}

fn schema() -> Value {
    let text = |most: u32| json!({ "type": "string", "minLength": 1, "maxLength": most });
    let called = json!({
        "type": "object",
        "properties": { "call": text(200), "value": text(200) },
        "required": ["call", "value"],
        "additionalProperties": false,
    });
    json!({
        "type": "object",
        "properties": {
            "title": text(80),
            "text": text(900),
            "starter": text(300),
            "solution": text(900),
            "tests": { "type": "array", "items": called, "minItems": 3, "maxItems": 8 },
        },
        "required": ["title", "text", "starter", "solution", "tests"],
        "additionalProperties": false,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    title: String,
    text: String,
    starter: String,
    solution: String,
    tests: Vec<SaidTest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidTest {
    call: String,
    value: String,
}

/// What to make of a model's words. An error names what did not hold, and no word of the exercise.
pub(super) async fn read(
    context: &Context,
    first: &Draft,
    text: &str,
    tools: &Tools,
) -> anyhow::Result<Draft> {
    let said: Said = serde_json::from_str(text).context("the exercise is no JSON")?;
    let (topic, difficulty) = wanted(context, first).context("there is no topic for it")?;
    let exercise = exercise(said, topic, difficulty, context.german());
    if let Err(failure) = own::check_form(&exercise) {
        bail!("its form: {}", failure.into_problem().title);
    }
    let sketch = Sketch::of_own(&exercise);
    let bank = context.curriculum().topics().flat_map(|topic| &topic.exercises).map(Sketch::of_bank);
    let twin = bank.chain(context.others.iter().map(Sketch::of_own)).find_map(|other| sketch.twin_of(&other));
    if let Some(by) = twin {
        bail!("a twin of another exercise by its {}", by.name());
    }
    prove(context, &exercise, tools).await?;
    let why = either(
        context.german(),
        "Diese Aufgabe hat sich ein Sprachmodell für dich ausgedacht. Ich habe geprüft, dass sie lösbar ist.",
        "A language model made this one up for you. I have checked that it can be solved.",
    );
    let tests = exercise.tests.len();
    let id = ExerciseId::try_from(format!("made-{}", Uuid::now_v7())).map_err(anyhow::Error::from)?;
    let name =
        format!("made by a model: its solution passes its {tests} tests, its starter does not, no twin");
    let made = Box::new(Made { id, exercise, why: why.to_owned() });
    Ok(Draft::default().with(DraftPart::Made(made)).because(AnswerEvidence::Rule { name }))
}

/// As a teacher's own exercise is proven; what is said of it holds no word of the model's.
async fn prove(context: &Context, exercise: &NewExercise, tools: &Tools) -> anyhow::Result<()> {
    let (student, task) = (context.question.student, Task::own(exercise));
    for (code, passes, what) in [
        (&exercise.solution, true, "its own solution does not pass its tests"),
        (&exercise.starter, false, "its starter passes its tests already"),
    ] {
        match tools.execution.grade(student, &task, code).await {
            Ok(graded) => ensure!(graded.passed() == passes, "{what}"),
            Err(failure) => bail!("it could not be tried: {}", failure.into_problem().title),
        }
    }
    Ok(())
}

fn exercise(said: Said, topic: &Topic, difficulty: Difficulty, german: bool) -> NewExercise {
    let called = either(german, "Prüfung", "Test");
    let test = |(at, test): (usize, SaidTest)| NewTest {
        name: format!("{called} {}", at + 1),
        hidden: at >= SHOWN,
        check: NewCheck::Call { call: test.call, expected: test.value },
    };
    NewExercise {
        topic_id: topic.view.id.clone(),
        kind: ExerciseKind::Function,
        difficulty,
        title: said.title.trim().to_owned(),
        text: said.text,
        starter: said.starter,
        solution: said.solution,
        tests: said.tests.into_iter().enumerate().map(test).collect(),
        hints: Vec::new(),
    }
}
