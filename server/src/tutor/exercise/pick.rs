//! Which exercise: of the topic that is asked for, else of one where the student is weak; as hard as the student is good.

use learnflow_contracts::exercises::Difficulty;

use super::super::Context;
use super::super::progress::next_topic;
use crate::curriculum::{Exercise, Topic};

/// From this mastery on the harder exercises come.
const MEDIUM: f64 = 40.0;
const HARD: f64 = 75.0;
/// Topics that are known this well are not practised unasked.
const KNOWN: f64 = 90.0;

/// An exercise with the reason for it.
pub(super) struct Picked<'a> {
    pub(super) topic: &'a Topic,
    pub(super) exercise: &'a Exercise,
    reason: Reason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    /// The student asked for this topic.
    Asked,
    /// It was begun, and practice helps most here.
    Weak,
    /// It comes next.
    Next,
}

impl Picked<'_> {
    /// Why this one, for the student.
    pub(super) fn why(&self, german: bool) -> String {
        let title = &self.topic.view.title;
        match (self.reason, german) {
            (Reason::Asked, false) => {
                format!("This one is about “{title}”, and about as hard as you are far.")
            }
            (Reason::Asked, true) => {
                format!("Die hier gehört zu „{title}“ und ist etwa so schwer, wie du weit bist.")
            }
            (Reason::Weak, false) => format!("A little practice in “{title}” helps you most just now."),
            (Reason::Weak, true) => format!("Ein bisschen Übung bei „{title}“ hilft dir gerade am meisten."),
            (Reason::Next, false) => format!("“{title}” comes next for you."),
            (Reason::Next, true) => format!("„{title}“ kommt bei dir als Nächstes."),
        }
    }
}

/// Picks; the same question gets the same exercise, another question perhaps another.
pub(super) fn pick(context: &Context) -> Option<Picked<'_>> {
    let chance = context.question.id.0.as_u128();
    if let Some(topic) = context.topic() {
        return of_topic(context, topic, chance).map(|exercise| Picked {
            topic,
            exercise,
            reason: Reason::Asked,
        });
    }
    let weak = weighted(context, chance);
    let next = next_topic(context);
    let candidates =
        weak.map(|topic| (topic, Reason::Weak)).into_iter().chain(next.map(|topic| (topic, Reason::Next)));
    let all = context.curriculum().topics().map(|topic| (topic, Reason::Next));
    candidates.chain(all).find_map(|(topic, reason)| {
        of_topic(context, topic, chance).map(|exercise| Picked { topic, exercise, reason })
    })
}

/// One of the topics that were begun: the weaker, the likelier.
fn weighted(context: &Context, chance: u128) -> Option<&Topic> {
    let begun = context.facts.mastery.iter().filter_map(|(id, mastery)| {
        let weight = KNOWN - mastery.score;
        (weight > 0.0).then(|| context.curriculum().topic(id).map(|topic| (weight, topic)))?
    });
    let begun: Vec<_> =
        begun.filter(|(_, topic)| topic.exercises.iter().any(|one| !passed(context, one))).collect();
    let total: f64 = begun.iter().map(|(weight, _)| weight).sum();
    #[expect(clippy::cast_precision_loss, reason = "a share of a thousand")]
    let mut at = total * ((chance % 1_000) as f64 / 1_000.0);
    for (weight, topic) in &begun {
        if at < *weight {
            return Some(topic);
        }
        at -= weight;
    }
    begun.last().map(|(_, topic)| *topic)
}

fn passed(context: &Context, exercise: &Exercise) -> bool {
    context.facts.passed.contains(&exercise.view.id)
}

/// One that is not passed, of the difficulty that fits or the nearest to it; not the one at hand.
fn of_topic<'a>(context: &Context, topic: &'a Topic, chance: u128) -> Option<&'a Exercise> {
    let wanted = match context.mastery(&topic.view.id) {
        mastery if mastery >= HARD => 2,
        mastery if mastery >= MEDIUM => 1,
        _ => 0_i8,
    };
    let at_hand = context.at_hand.as_ref().map(|at_hand| &at_hand.view.id);
    let open = || topic.exercises.iter().filter(|one| !passed(context, one) && Some(&one.view.id) != at_hand);
    let distance = |exercise: &Exercise| (rank(exercise.view.difficulty) - wanted).abs();
    let nearest = open().map(distance).min()?;
    let fitting: Vec<_> = open().filter(|exercise| distance(exercise) == nearest).collect();
    let place = usize::try_from(chance % 997).unwrap_or(0) % fitting.len();
    fitting.get(place).copied()
}

const fn rank(difficulty: Difficulty) -> i8 {
    match difficulty {
        Difficulty::Easy => 0,
        Difficulty::Medium => 1,
        Difficulty::Hard => 2,
    }
}
