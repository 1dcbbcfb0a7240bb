//! From facts to what is shown: the design's numbers by `pedagogy`, over the topics of the curriculum.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use learnflow_contracts::StudentId;
use learnflow_contracts::exercises::ExerciseKind;
use learnflow_contracts::progress::{Progress, TopicProgress};
use learnflow_pedagogy::activity::{active_days, streak};
use learnflow_pedagogy::mastery::{Evidence, mastery};

use crate::curriculum::{Curriculum, Topic};
use crate::storage::{Assessment, ProgressFacts, TopicFacts};

/// The day of a time in a class's zone; in UTC if the zone is no longer known.
pub(crate) fn day(time: Timestamp, zone: &str) -> Date {
    time.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC)).date()
}

/// Judges one topic. One that was never worked on shows nothing, however busy the student was elsewhere.
pub(crate) fn assess(facts: &TopicFacts) -> Assessment {
    let worked_on = facts.quiz.is_some() || !facts.exercises.is_empty();
    let evidence = Evidence {
        exercises: facts.exercises.clone(),
        exercises_in_topic: facts.exercises_in_topic,
        quiz: facts.quiz,
        quality: facts.quality.clone(),
        programs_in_topic: facts.programs_in_topic,
        active_days: if worked_on { active_days(&facts.days, facts.today) } else { 0 },
    };
    Assessment { mastery: mastery(&evidence), streak_days: streak(&facts.days, facts.today) }
}

/// Every topic of the curriculum as it stands today.
pub(crate) fn progress(
    student: StudentId,
    name: String,
    facts: &ProgressFacts,
    curriculum: &Curriculum,
    today: Date,
) -> Progress {
    Progress {
        student_id: student,
        name,
        streak_days: streak(&facts.days, today),
        active_days: active_days(&facts.days, today),
        topics: curriculum.topics().map(|topic| of_topic(topic, curriculum, facts, today)).collect(),
    }
}

/// How many exercises of a topic are answered with a program.
pub(crate) fn programs(topic: &Topic) -> u32 {
    let answered = topic.exercises.iter().filter(|exercise| exercise.view.kind != ExerciseKind::Predict);
    count(answered.count())
}

fn count(exercises: usize) -> u32 {
    u32::try_from(exercises).unwrap_or(u32::MAX)
}

fn of_topic(topic: &Topic, curriculum: &Curriculum, facts: &ProgressFacts, today: Date) -> TopicProgress {
    let id = &topic.view.id;
    let tried = || facts.exercises.iter().filter(|one| &one.topic == id);
    let quiz = facts.quizzes.iter().find(|(topic, _)| topic == id).map(|(_, best)| *best);
    let topic_facts = TopicFacts {
        exercises: tried().map(|one| one.best).collect(),
        exercises_in_topic: count(topic.exercises.len()),
        quality: tried().filter_map(|one| one.quality).collect(),
        programs_in_topic: programs(topic),
        quiz,
        days: facts.days.clone(),
        today,
    };
    TopicProgress {
        topic_id: id.clone(),
        mastery: assess(&topic_facts).mastery,
        // The steps of projects lift mastery, but the topic's list of exercises does not have them.
        passed: tried()
            .filter(|one| one.passed && !curriculum.is_step(&one.exercise))
            .map(|one| one.exercise.clone())
            .collect(),
        quiz,
    }
}
