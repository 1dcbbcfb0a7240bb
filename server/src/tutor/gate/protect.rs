//! What must not be given away to the student who asks: the exercise at hand, those they lately worked at or asked
//! about, and the others of the topic, as long as they are not passed. It is of no use to leave the exercise away in the
//! next question, or to begin a new conversation: what was told counts for each of them.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use learnflow_contracts::exercises::ExerciseKind;
use learnflow_contracts::tutor::{AnswerSource, Part};
use learnflow_contracts::{ExerciseId, TopicId};

use super::code::{self, Piece};
use super::known::Known;
use super::reference::{Had, Reference, Seen};
use super::tokens::{self, Tokens};
use super::{Gate, Guard, views};
use crate::curriculum::{Exercise, Topic};
use crate::execution::Task;
use crate::storage::tutor::TurnRecord;
use crate::tutor::{AtHand, Context};

/// Exercises that were worked at or asked about lately and stay protected wherever the student is now.
const LATELY: usize = 6;

/// Lines of code that one lesson shows.
type Lines = Arc<HashSet<Tokens>>;

/// Lines that lessons show, by topic and language.
#[derive(Default)]
pub(super) struct Lessons(Mutex<HashMap<(TopicId, String), Lines>>);

impl Lessons {
    fn of(&self, topic: &Topic, language: &str) -> Lines {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lesson = known.entry((topic.view.id.clone(), language.to_owned())).or_insert_with(|| {
            let texts = &topic.view.explanations;
            let code = [&texts.beginner, &texts.intermediate, &texts.advanced]
                .into_iter()
                .flat_map(|text| blocks(text));
            Arc::new(code.flat_map(|code| code.lines().map(tokens::of_line).collect::<Vec<_>>()).collect())
        });
        Arc::clone(lesson)
    }
}

/// An exercise that the student has not passed.
pub(super) struct Protected {
    /// What code is run against; only of the exercise at hand.
    pub(super) task: Option<Task>,
    pub(super) starter: String,
    pub(super) reference: Reference,
    /// What was told of it before.
    pub(super) before: Seen,
    /// For `predict`: the output that is asked for, and the program that prints it.
    output: Option<String>,
}

impl Gate {
    /// The gate for one question; `told` is what the student was told before, oldest first.
    pub(in crate::tutor) fn guard(&self, context: &Context, told: &[TurnRecord]) -> Guard {
        let own = context.question.ask.code.clone().filter(|code| !code.trim().is_empty());
        let had = own.as_deref().map(Had::of).unwrap_or_default();
        let mut protected = Vec::new();
        if let Some(at_hand) = context.at_hand.as_ref().filter(|at_hand| !at_hand.passed) {
            protected.push(Protected::at_hand(at_hand, &had, &self.known));
        }
        let mut other_tasks = Vec::new();
        for exercise in others(context, told) {
            let lesson = context.curriculum().topic(&exercise.view.topic_id);
            let lesson =
                lesson.map(|topic| self.lessons.of(topic, &context.question.language)).unwrap_or_default();
            protected.push(Protected::elsewhere(exercise, &had, &lesson, &self.known));
            other_tasks.push(Task::builtin(exercise));
        }
        if let (Some(at_hand), Some(topic)) = (&context.at_hand, context.topic())
            && let Some(first) = protected.first_mut().filter(|first| first.task.is_some())
            && at_hand.view.topic_id == topic.view.id
        {
            let reference = std::mem::replace(&mut first.reference, Reference::nothing());
            first.reference = reference.taught(&self.lessons.of(topic, &context.question.language));
        }
        let mut shown = Vec::new();
        for text in told.iter().flat_map(texts) {
            let views = views::of(&text);
            for exercise in &mut protected {
                exercise.reference.look(&views, &mut exercise.before);
            }
            shown.extend(blocks(&text));
        }
        Guard {
            execution: self.execution.clone(),
            known: Arc::clone(&self.known),
            student: context.question.student,
            edition: Arc::clone(&context.edition),
            language: context.question.language.clone(),
            german: context.german(),
            protected,
            own,
            shown,
            other_tasks,
        }
    }
}

/// Exercises besides the one at hand: worked at or asked about lately, then the others of the topic.
fn others<'a>(context: &'a Context, told: &'a [TurnRecord]) -> Vec<&'a Exercise> {
    let at_hand = context.at_hand.as_ref().map(|at_hand| &at_hand.view.id);
    let asked = told.iter().rev().filter_map(|turn| turn.question.ask.exercise_id.as_ref());
    let mut lately: Vec<&ExerciseId> = Vec::new();
    for id in asked.chain(context.facts.runs.iter().map(|run| &run.exercise)) {
        if lately.len() < LATELY && !lately.contains(&id) {
            lately.push(id);
        }
    }
    let curriculum = context.curriculum();
    let of_topic = context.topic().into_iter().flat_map(|topic| &topic.exercises);
    let mut all: Vec<&Exercise> = Vec::new();
    for exercise in lately.into_iter().filter_map(|id| curriculum.exercise(id)).chain(of_topic) {
        let id = &exercise.view.id;
        let hidden = Some(id) != at_hand && !context.facts.passed.contains(id);
        let runs = !matches!(exercise.view.kind, ExerciseKind::Predict | ExerciseKind::Parsons);
        if hidden && runs && !all.iter().any(|one| one.view.id == *id) {
            all.push(exercise);
        }
    }
    all
}

/// The code in a text.
fn blocks(text: &str) -> Vec<String> {
    let code = code::pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Code(code) => Some(code),
        Piece::Prose(_) => None,
    });
    code.collect()
}

impl Protected {
    fn elsewhere(exercise: &Exercise, own: &Had, lesson: &HashSet<Tokens>, known: &Known) -> Self {
        let starter = exercise.view.starter.clone();
        let read = known.solution(&exercise.solution, &starter);
        let reference = Reference::new(&read.0, &[&read.1, own]).taught(lesson);
        Self { task: None, starter, reference, before: Seen::default(), output: None }
    }

    fn at_hand(at_hand: &AtHand, own: &Had, known: &Known) -> Self {
        let AtHand { view, task, solution, .. } = at_hand;
        let read = known.solution(solution, &view.starter);
        let (reference, output) = match view.kind {
            ExerciseKind::Parsons => (Reference::order(&read.0), None),
            ExerciseKind::Predict => (Reference::nothing(), Some(solution.clone())),
            _ => (Reference::new(&read.0, &[&read.1, own]), None),
        };
        let runs = view.kind != ExerciseKind::Predict;
        Self {
            task: runs.then(|| task.clone()),
            starter: view.starter.clone(),
            reference,
            before: Seen::default(),
            output,
        }
    }

    /// Whether a text says what a program prints that is to be predicted.
    pub(super) fn tells_output(&self, text: &str) -> bool {
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        self.output.as_deref().map(squeezed).is_some_and(|output| {
            // A short output stands in many a sentence by chance.
            output.len() >= 6 && squeezed(&views::plain(text)).contains(&output)
        })
    }
}

/// What a student saw of a turn: what a model said, hints of anybody that were opened, and what was taken back after it
/// was seen. What the library explains stands in the lesson, for everybody to read.
fn texts(turn: &TurnRecord) -> Vec<String> {
    let open = turn.opened.iter().map(|opened| opened.rung).max().unwrap_or(0);
    let mut texts = turn.taken_back.clone();
    for answer in &turn.answers {
        let library = answer.source == AnswerSource::Library;
        for part in &answer.parts {
            match part {
                Part::Text { markdown } if !library => texts.push(markdown.clone()),
                Part::Example { code, .. } if !library => texts.push(format!("```python\n{code}\n```")),
                Part::Diagram { mermaid } if !library => texts.push(mermaid.clone()),
                Part::Hints { rungs, .. } => {
                    let opened = rungs.iter().filter(|rung| rung.rung <= open);
                    texts.extend(opened.map(|rung| rung.markdown.clone()));
                }
                _ => {}
            }
        }
    }
    texts
}
