//! What every Storage keeps.

use std::time::Duration;

use futures::future::join_all;
use jiff::civil::date;
use learnflow_contracts::event::Topic;
use learnflow_contracts::placement::{Placement, PlacementAnswers, PlacementResult};
use learnflow_contracts::review::ReviewResult;
use learnflow_contracts::topics::Catalogue;
use learnflow_contracts::{IdempotencyKey, StudentId, SubmissionId};
use learnflow_server::curriculum::Edition;
use learnflow_server::storage::{
    Answer, Applied, Error, Keep, Log, PlacementRecord, ProgressFacts, ReviewPlace, ReviewRecord, Rotation,
    Schedule, Storage, Submission, ToRegrade,
};

use super::fixtures::{
    activity, after, assess, exercise, life, new_class, new_student, once, quiz, reviewed, room, start,
    submission, token, topic,
};

/// A submission is there when it is answered, with its number and its event's.
pub(crate) async fn answers_after_it_is_stored(storage: &dyn Storage) {
    let room = room(storage).await;
    for number in 1..=3 {
        let handed_in = submission(&room);
        let answer = storage.record_submission(&handed_in, &once(room.students[0])).await.unwrap();
        let Answer::First(result) = answer else { panic!("it is the first time") };
        assert_eq!(result.attempt, number);
        assert_eq!(storage.submission(result.submission_id).await.unwrap(), Some(result));
    }
}

/// All it takes to grade a submission again comes back as it was, though others share its task.
pub(crate) async fn a_submission_can_be_graded_again(storage: &dyn Storage) {
    let room = room(storage).await;
    let mut handed_in = [submission(&room), submission(&room), submission(&room)];
    handed_in[2].recipe.task.push_str(" of its own");
    for (number, one) in (1..).zip(&handed_in) {
        storage.record_submission(one, &once(room.students[0])).await.unwrap();
        let found = storage.submission_to_regrade(one.result.submission_id).await.unwrap().unwrap();
        let Submission { answer, engine, recipe, .. } = one.clone();
        let recipe = Some(recipe);
        assert_eq!(found, ToRegrade { exercise: exercise(), attempt: number, answer, engine, recipe });
    }
    assert_eq!(storage.submission_to_regrade(SubmissionId::new()).await.unwrap(), None);
}

/// Writes that wait together are one commit; one that fails takes none of the others with it.
pub(crate) async fn a_failed_write_leaves_those_beside_it(storage: &dyn Storage) {
    let room = room(storage).await;
    let names = ["Chidi", "ADA", "Dalia", "  bao ", "Emil"];
    let adding = names.map(|name| {
        let (students, once) = ([new_student(name)], once(room.teacher));
        async move { storage.add_students(room.class, &students, &once).await }
    });
    let added: Vec<_> = join_all(adding).await.into_iter().map(|added| added.is_ok()).collect();
    assert_eq!(added, [true, false, true, false, true]);
    let live = storage.live_students(room.class).await.unwrap();
    let names: Vec<_> = live.into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["Ada", "Bao", "Chidi", "Dalia", "Emil"]);
}

/// Of students added together either all are on the roster or none.
pub(crate) async fn a_roster_is_added_whole_or_not_at_all(storage: &dyn Storage) {
    let room = room(storage).await;
    let students = [new_student("Chidi"), new_student("ada")];
    let refused = storage.add_students(room.class, &students, &once(room.teacher)).await;
    assert!(matches!(refused, Err(Error::Taken(name)) if name == "ada"));
    assert_eq!(storage.live_students(room.class).await.unwrap().len(), 2);
    assert_eq!(storage.user(students[0].id.into()).await.unwrap(), None);
}

/// The same use again gives the first answer and does nothing.
pub(crate) async fn a_use_happens_once(storage: &dyn Storage) {
    let room = room(storage).await;
    let once = once(room.students[0]);
    assert_eq!(storage.first_answer(&once).await.unwrap(), None);
    let first = storage.record_submission(&submission(&room), &once).await.unwrap();
    let again = storage.record_submission(&submission(&room), &once).await.unwrap();
    assert_eq!(again, Answer::Again(first.into_inner()));
    assert!(storage.first_answer(&once).await.unwrap().is_some());
}

/// Many at once under one key are one use.
pub(crate) async fn a_use_asked_for_at_once_happens_once(storage: &dyn Storage) {
    let room = room(storage).await;
    let once = once(room.students[0]);
    let submissions: Vec<_> = (0..8).map(|_| submission(&room)).collect();
    let answers = join_all(submissions.iter().map(|one| storage.record_submission(one, &once))).await;
    let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
    assert_eq!(answers.iter().filter(|answer| matches!(answer, Answer::First(_))).count(), 1);
    let ids: std::collections::HashSet<_> =
        answers.into_iter().map(|answer| answer.into_inner().submission_id).collect();
    assert_eq!(ids.len(), 1);
}

/// A key with another request is refused; the same key of another user is another use.
pub(crate) async fn a_key_belongs_to_one_request_of_one_user(storage: &dyn Storage) {
    let room = room(storage).await;
    let first = once(room.teacher);
    storage.add_class(&new_class(room.teacher, "BBB-BBB"), &first).await.unwrap();
    let mut other = first.clone();
    other.request = [2; 32];
    assert!(matches!(storage.first_answer(&other).await, Err(Error::KeyReused)));
    let refused = storage.add_class(&new_class(room.teacher, "CCC-CCC"), &other).await;
    assert!(matches!(refused, Err(Error::KeyReused)));
    other.user = room.students[0].into();
    assert_eq!(storage.first_answer(&other).await.unwrap(), None);
}

/// A use that failed was none: its key is free.
pub(crate) async fn a_use_that_failed_may_be_tried_again(storage: &dyn Storage) {
    let room = room(storage).await;
    let once = once(room.teacher);
    let taken = storage.add_class(&new_class(room.teacher, "AAA-AAA"), &once).await;
    assert!(matches!(taken, Err(Error::Taken(_))));
    let added = storage.add_class(&new_class(room.teacher, "BBB-BBB"), &once).await.unwrap();
    assert!(matches!(added, Answer::First(_)));
}

/// An event delivered twice moves progress once.
pub(crate) async fn an_event_moves_progress_once(storage: &dyn Storage) {
    let room = room(storage).await;
    let graded = activity(&room, 50.0);
    assert!(!storage.has_applied("progress", graded.event).await.unwrap());
    assert_eq!(storage.apply_activity("progress", &graded, assess).await.unwrap(), Applied::Now);
    let facts = storage.progress_facts(room.students[0]).await.unwrap();
    let row = storage.live_student(room.students[0]).await.unwrap();
    assert_eq!(storage.apply_activity("progress", &graded, assess).await.unwrap(), Applied::Before);
    assert_eq!(storage.progress_facts(room.students[0]).await.unwrap(), facts);
    assert_eq!(storage.live_student(room.students[0]).await.unwrap(), row);
    assert!(storage.has_applied("progress", graded.event).await.unwrap());
    assert!(!storage.has_applied("another", graded.event).await.unwrap());
}

/// The best score counts, in whatever order the events come.
pub(crate) async fn the_best_score_counts(storage: &dyn Storage) {
    let room = room(storage).await;
    for score in [50.0, 100.0, 0.0] {
        storage.apply_activity("progress", &activity(&room, score), assess).await.unwrap();
    }
    let facts = storage.progress_facts(room.students[0]).await.unwrap();
    assert_eq!(facts.exercises.len(), 1);
    let kept = &facts.exercises[0];
    assert_eq!((&kept.topic, kept.passed, kept.quality), (&topic(), true, None));
    assert!((kept.best - 100.0).abs() < f64::EPSILON);
    assert_eq!(storage.progress_facts(room.students[1]).await.unwrap(), ProgressFacts::default());
}

/// The best quality of an accepted program counts, in whatever order the events come and however often; a program that
/// nobody looked at takes nothing away.
pub(crate) async fn the_best_quality_counts(storage: &dyn Storage) {
    let room = room(storage).await;
    let events = [Some(60.0), None, Some(90.0), Some(70.0)].map(|quality| reviewed(&room, quality));
    for event in events.iter().chain(&events) {
        storage.apply_activity("progress", event, assess).await.unwrap();
    }
    let facts = storage.progress_facts(room.students[0]).await.unwrap();
    let kept: Vec<_> = facts.exercises.iter().map(|one| one.quality).collect();
    assert_eq!(kept, [Some(90.0)]);
    let live = storage.live_student(room.students[0]).await.unwrap().unwrap();
    assert!((live.mastery - 190.0).abs() < f64::EPSILON, "judged by the best score and the best quality");
}

/// A refresh token works once; a copy ends its family, and only that.
pub(crate) async fn a_copied_refresh_token_ends_its_family(storage: &dyn Storage) {
    let room = room(storage).await;
    let (mine, elsewhere) = (token(1), token(2));
    for token in [&mine, &elsewhere] {
        storage.open_session(token, room.students[0].into()).await.unwrap();
    }
    let rotate = async |old: u8, next: u8| {
        storage.rotate_session(&[old; 32], &[next; 32], &IdempotencyKey::new(), life(after(1))).await.unwrap()
    };
    let Rotation::Rotated { user, family } = rotate(1, 11).await else { panic!("it is good") };
    assert_eq!((user.id, family), (room.students[0].into(), mine.family));
    assert_eq!(rotate(1, 12).await, Rotation::Reused { family: mine.family });
    assert_eq!(rotate(11, 13).await, Rotation::Refused);
    assert_eq!(storage.families_ended_since(start()).await.unwrap(), [mine.family]);
    assert!(matches!(rotate(2, 21).await, Rotation::Rotated { .. }));
    assert_eq!(rotate(99, 100).await, Rotation::Refused);
}

/// A retry under the same key takes the lost token back and gives another.
pub(crate) async fn a_retried_rotation_takes_the_lost_token_back(storage: &dyn Storage) {
    let room = room(storage).await;
    storage.open_session(&token(1), room.students[0].into()).await.unwrap();
    let key = IdempotencyKey::new();
    let rotate = async |old: u8, next: u8, key: &IdempotencyKey, seconds| {
        storage.rotate_session(&[old; 32], &[next; 32], key, life(after(seconds))).await.unwrap()
    };
    assert!(matches!(rotate(1, 11, &key, 0).await, Rotation::Rotated { .. }));
    assert!(matches!(rotate(1, 12, &key, 60).await, Rotation::Rotated { .. }));
    assert_eq!(rotate(11, 13, &IdempotencyKey::new(), 60).await, Rotation::Refused);
    assert!(matches!(rotate(12, 14, &IdempotencyKey::new(), 60).await, Rotation::Rotated { .. }));
    assert!(matches!(rotate(1, 15, &key, 60).await, Rotation::Reused { .. }), "what it gave was used");
}

/// A reset ends all sessions of the student, and of nobody else.
pub(crate) async fn a_reset_ends_the_students_families(storage: &dyn Storage) {
    let room = room(storage).await;
    let tokens = [token(1), token(2), token(3)];
    for (token, student) in tokens.iter().zip([0, 0, 1]) {
        storage.open_session(token, room.students[student].into()).await.unwrap();
    }
    let reset = storage.reset_student(room.class, room.students[0], "new hash", &once(room.teacher)).await;
    let mut ended = reset.unwrap().unwrap().into_inner().ended;
    ended.sort();
    let mut expected = vec![tokens[0].family, tokens[1].family];
    expected.sort();
    assert_eq!(ended, expected);
    let found = storage.student_by_name("AAA-AAA", "ADA ").await.unwrap().unwrap();
    assert_eq!(found.secret_hash, "new hash");
    let rotate = async |old: u8| {
        storage
            .rotate_session(&[old; 32], &[old + 10; 32], &IdempotencyKey::new(), life(start()))
            .await
            .unwrap()
    };
    assert_eq!(rotate(1).await, Rotation::Refused);
    assert!(matches!(rotate(3).await, Rotation::Rotated { .. }));
    let stranger = storage.reset_student(room.class, StudentId::new(), "hash", &once(room.teacher)).await;
    assert_eq!(stranger.unwrap(), None);
}

/// A student who is taken off the roster is nobody; what they handed in stays.
pub(crate) async fn what_a_removed_student_did_stays(storage: &dyn Storage) {
    let room = room(storage).await;
    let handed_in = submission(&room);
    storage.record_submission(&handed_in, &once(room.students[0])).await.unwrap();
    storage.remove_student(room.class, room.students[0], start()).await.unwrap().unwrap();
    assert_eq!(storage.user(room.students[0].into()).await.unwrap(), None);
    assert!(storage.student_by_name("AAA-AAA", "Ada").await.unwrap().is_none());
    assert!(storage.submission(handed_in.result.submission_id).await.unwrap().is_some());
    assert_eq!(storage.remove_student(room.class, room.students[0], start()).await.unwrap(), None);
}

/// What has outlived its use goes, what is of use stays.
pub(crate) async fn prunes_what_is_too_old_and_nothing_else(storage: &dyn Storage) {
    let room = room(storage).await;
    let (old, new) = (once(room.students[0]), {
        let mut new = once(room.students[0]);
        new.now = after(7_200);
        new
    });
    for once in [&old, &new] {
        storage.record_submission(&submission(&room), once).await.unwrap();
    }
    storage.open_session(&token(1), room.students[0].into()).await.unwrap();
    let hour = Duration::from_hours(1);
    storage.prune(after(7_200), Keep { events: hour, answers: hour }).await.unwrap();
    assert_eq!(storage.first_answer(&old).await.unwrap(), None);
    assert!(storage.first_answer(&new).await.unwrap().is_some());
    let rotated = storage.rotate_session(&[1; 32], &[2; 32], &IdempotencyKey::new(), life(start())).await;
    assert_eq!(rotated.unwrap(), Rotation::Refused);
    let third = storage.record_submission(&submission(&room), &once(room.students[0])).await.unwrap();
    assert_eq!(third.into_inner().attempt, 3, "no submission was deleted");
}

/// What is written beside the rows of a submission is in the log with them, once.
pub(crate) async fn a_submission_and_its_event_are_one_write(storage: &dyn Log) {
    let room = room(storage).await;
    let once = once(room.students[0]);
    for _ in 0..2 {
        storage.record_submission(&submission(&room), &once).await.unwrap();
    }
    let stretch = storage.log_after(0, "one", Topic::ALL, 10).await.unwrap();
    assert_eq!(stretch.deliveries.len(), 1);
}

/// Of each exercise the newest answer that passed is given back; one that failed takes nothing away.
pub(crate) async fn the_newest_answer_that_passed_is_kept(storage: &dyn Storage) {
    let room = room(storage).await;
    for (answer, passed) in [("first", true), ("second", true), ("third", false)] {
        let mut handed_in = submission(&room);
        answer.clone_into(&mut handed_in.answer);
        handed_in.result.passed = passed;
        storage.record_submission(&handed_in, &once(room.students[0])).await.unwrap();
    }
    let asked = [exercise(), "another".parse().unwrap()];
    let passed = storage.passed_answers(room.students[0], &asked).await.unwrap();
    assert_eq!(passed, [(exercise(), "second".to_owned())].into());
    assert!(storage.passed_answers(room.students[1], &asked).await.unwrap().is_empty());
}

/// Answers on the way are not kept; of results the last one is.
pub(crate) async fn the_last_placement_counts(storage: &dyn Storage) {
    let room = room(storage).await;
    let record = |result: Option<PlacementResult>| PlacementRecord {
        student: room.students[0],
        answers: PlacementAnswers { answers: Vec::new() },
        answer: Placement { answered: 0, at_most: 10, next: None, result },
    };
    let result = |start: Option<&str>, seconds| PlacementResult {
        start: start.map(|start| start.parse().unwrap()),
        taken_at: after(seconds),
    };
    for (given, kept) in [
        (None, None),
        (Some(result(Some("a-topic"), 1)), Some(result(Some("a-topic"), 1))),
        (None, Some(result(Some("a-topic"), 1))),
        (Some(result(None, 2)), Some(result(None, 2))),
    ] {
        storage.record_placement(&record(given), &once(room.students[0])).await.unwrap();
        assert_eq!(storage.placement(room.students[0]).await.unwrap(), kept);
        assert_eq!(storage.placement(room.students[1]).await.unwrap(), None);
    }
}

/// A quiz lets its questions come back; an answer on or after the day moves a question, one before it does not.
pub(crate) async fn a_question_comes_back_on_its_day(storage: &dyn Storage) {
    let room = room(storage).await;
    let due = async || {
        let items = storage.review_items(room.students[0]).await.unwrap();
        items.into_iter().map(|item| (item.question, item.due)).collect::<Vec<_>>()
    };
    let learned = |day| ReviewPlace { level: 0, due: day };
    let quiz = |answers: &[(&str, bool)], day| quiz(&room, answers, learned(day));
    storage
        .record_quiz(&quiz(&[("a", true), ("b", false)], date(2026, 3, 3)), &once(room.students[0]))
        .await
        .unwrap();
    assert_eq!(due().await, [("a".to_owned(), date(2026, 3, 3)), ("b".to_owned(), date(2026, 3, 3))]);

    let schedule: Schedule = |level, right, today| {
        let days = if right { 3 * (i64::from(level) + 1) } else { 1 };
        ReviewPlace { level: level + u8::from(right), due: today + jiff::Span::new().days(days) }
    };
    let answer = async |question: &str, right, today| {
        let record = ReviewRecord {
            student: room.students[0],
            topic: topic(),
            question: question.to_owned(),
            today,
            result: ReviewResult {
                right,
                right_choice: "x".to_owned(),
                reason: "y".to_owned(),
                next_in_days: 0,
            },
        };
        let answer = storage.record_review(&record, schedule, &once(room.students[0])).await.unwrap();
        answer.map(|answer| answer.into_inner().next_in_days)
    };
    assert_eq!(answer("a", true, date(2026, 3, 2)).await, Some(1), "too early");
    assert_eq!(answer("a", true, date(2026, 3, 4)).await, Some(3));
    assert_eq!(answer("a", true, date(2026, 3, 7)).await, Some(6), "its box has moved on");
    assert_eq!(answer("c", true, date(2026, 3, 7)).await, None, "it was never learned");
    assert_eq!(due().await, [("b".to_owned(), date(2026, 3, 3)), ("a".to_owned(), date(2026, 3, 13))]);

    storage
        .record_quiz(&quiz(&[("a", true), ("b", true)], date(2026, 4, 1)), &once(room.students[0]))
        .await
        .unwrap();
    assert_eq!(due().await[0], ("b".to_owned(), date(2026, 3, 3)), "a right answer in a quiz moves nothing");
    storage.record_quiz(&quiz(&[("a", false)], date(2026, 4, 1)), &once(room.students[0])).await.unwrap();
    assert_eq!(due().await[1], ("a".to_owned(), date(2026, 4, 1)), "a wrong one brings it back");
    assert!(storage.review_items(room.students[1]).await.unwrap().is_empty());
}

/// Python refuses a program with a zero byte, yet it was handed in; a name with one is nobody's.
pub(crate) async fn what_holds_a_zero_byte_is_stored_or_is_not_there(storage: &dyn Storage) {
    let room = room(storage).await;
    let mut handed_in = submission(&room);
    "print('\0')".clone_into(&mut handed_in.answer);
    "what it printed: \0".clone_into(&mut handed_in.result.sentence);
    let stored = storage.record_submission(&handed_in, &once(room.students[0])).await.unwrap().into_inner();
    assert_eq!(storage.submission(stored.submission_id).await.unwrap(), Some(stored.clone()));
    let again = storage.submission_to_regrade(stored.submission_id).await.unwrap().unwrap();
    assert_eq!(again.answer, handed_in.answer);
    assert!(storage.teacher_by_username("a-teacher\0").await.unwrap().is_none());
    assert!(storage.student_by_name("AAA-AAA", "Ada\0").await.unwrap().is_none());
    assert!(storage.student_by_name("AAA-AAA\0", "Ada").await.unwrap().is_none());
}

/// What is taught has rows, kept up to date; what is taught no longer is not forgotten, and may come back.
pub(crate) async fn what_is_taught_has_rows(storage: &dyn Storage) {
    let edition = Edition::builtin().unwrap();
    let mut catalogue = edition.english().catalogue().clone();
    let expected = |catalogue: &Catalogue| -> Vec<_> {
        let topics = catalogue
            .modules
            .iter()
            .flat_map(|one| one.topics.iter().map(|topic| (one.id.clone(), topic.id.clone())));
        topics.collect()
    };
    for _ in 0..2 {
        storage.keep_catalogue(&catalogue).await.unwrap();
        assert_eq!(storage.taught().await.unwrap(), expected(&catalogue));
    }
    assert_eq!(expected(&catalogue).len(), 24);
    let gone = catalogue.modules[1].topics.remove(0);
    catalogue.modules.swap(0, 2);
    storage.keep_catalogue(&catalogue).await.unwrap();
    assert_eq!(storage.taught().await.unwrap(), expected(&catalogue));
    catalogue.modules[1].topics.push(gone);
    storage.keep_catalogue(&catalogue).await.unwrap();
    assert_eq!(storage.taught().await.unwrap(), expected(&catalogue));
}
