//! Answers "how am I doing" from the student's own numbers, with one good thing and one next step.

use async_trait::async_trait;
use learnflow_contracts::tutor::{AnswerEvidence, ProgressNumbers, TopicNumbers};

use super::draft::{Draft, DraftPart};
use super::prompt::Prompt;
use super::{Agent, Context, Tools};
use crate::curriculum::Topic;

/// From this mastery on a topic is known well enough for the next one.
const KNOWN: f64 = 70.0;

pub(super) struct Progress;

#[async_trait]
impl Agent for Progress {
    async fn at_once(&self, context: &Context, _: &Tools) -> anyhow::Result<Draft> {
        let numbers = numbers(context);
        let german = context.german();
        let mut draft = Draft::text(sentences(context, &numbers, german));
        for topic in &numbers.topics {
            let (topic_id, score) = (topic.topic_id.clone(), topic.score);
            draft = draft.because(AnswerEvidence::Mastery { topic_id, score });
        }
        let next = numbers.next_topic.as_ref().and_then(|id| context.curriculum().topic(id));
        let mut questions = Vec::new();
        if let Some(next) = next {
            let title = &next.view.title;
            questions.push(if german {
                format!("Gib mir eine Aufgabe zu „{title}“.")
            } else {
                format!("Give me an exercise about “{title}”.")
            });
        }
        Ok(draft.with(DraftPart::Progress(numbers)).with(DraftPart::Next(questions)))
    }

    /// Numbers are said best by those who have them.
    fn prompt(&self, _: &Context, _: &Draft) -> Option<Prompt> {
        None
    }

    async fn read(&self, _: &Context, first: &Draft, _: &str, _: &Tools) -> anyhow::Result<Draft> {
        Ok(first.clone())
    }
}

fn numbers(context: &Context) -> ProgressNumbers {
    let all = context.curriculum().topics();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let of = |topic: &Topic| {
        let passed = topic.exercises.iter().filter(|one| context.facts.passed.contains(&one.view.id)).count();
        (count(passed), count(topic.exercises.len()))
    };
    let begun = |topic: &Topic| context.facts.mastery.iter().find(|(id, _)| *id == topic.view.id);
    let topics: Vec<TopicNumbers> = context
        .curriculum()
        .topics()
        .filter_map(|topic| {
            let (_, mastery) = begun(topic)?;
            let (exercises_passed, exercises) = of(topic);
            Some(TopicNumbers {
                topic_id: topic.view.id.clone(),
                title: topic.view.title.clone(),
                score: mastery.score,
                level: mastery.level,
                exercises_passed,
                exercises,
            })
        })
        .collect();
    let (exercises_passed, exercises) =
        all.map(of).fold((0, 0), |(passed, all), (more, of_these)| (passed + more, all + of_these));
    ProgressNumbers {
        streak_days: context.facts.streak_days,
        active_days: context.facts.active_days,
        exercises_passed,
        exercises,
        topics,
        next_topic: next_topic(context).map(|topic| topic.view.id.clone()),
    }
}

/// The first topic in order that is not known well, begun or not.
pub(super) fn next_topic(context: &Context) -> Option<&Topic> {
    context.curriculum().topics().find(|topic| context.mastery(&topic.view.id) < KNOWN)
}

fn sentences(context: &Context, numbers: &ProgressNumbers, german: bool) -> String {
    let best = numbers.topics.iter().max_by(|one, other| one.score.total_cmp(&other.score));
    let next = numbers.next_topic.as_ref().and_then(|id| context.curriculum().topic(id));
    let (passed, all) = (numbers.exercises_passed, numbers.exercises);
    let text = match best {
        None if german => "Du stehst ganz am Anfang, und das ist ein guter Ort.".to_owned(),
        None => "You are right at the start, and that is a good place to be.".to_owned(),
        Some(best) if german => format!(
            "Du hast {passed} von {all} Aufgaben gelöst. Am besten kannst du „{}“ ({:.0} von 100).",
            best.title, best.score
        ),
        Some(best) => format!(
            "You have solved {passed} of {all} exercises. You know “{}” best ({:.0} of 100).",
            best.title, best.score
        ),
    };
    let streak = match numbers.streak_days {
        0 | 1 => String::new(),
        days if german => format!(" Du bist {days} Tage hintereinander dran: stark!"),
        days => format!(" You have been at it {days} days in a row: great!"),
    };
    let next = next.map_or(String::new(), |next| {
        let title = &next.view.title;
        if german {
            format!(" Als Nächstes hilft dir am meisten „{title}“.")
        } else {
            format!(" What helps you most next is “{title}”.")
        }
    });
    text + &streak + &next
}
