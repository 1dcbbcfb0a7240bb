//! What every Storage keeps of those who are stuck.

use std::sync::Arc;

use learnflow_contracts::event::{CodeResult, Data, Event, ExerciseGraded};
use learnflow_contracts::run::RunStatus;
use learnflow_contracts::{AlertId, ClassId, RunId, StudentId, SubmissionId};
use learnflow_pedagogy::struggle::{Thresholds, judge};
use learnflow_server::storage::alerts::{Judge, SignalRecord};
use learnflow_server::storage::{Applied, Storage};

use super::fixtures::{Room, after, exercise, new_class, once, room, start, topic};

fn rules() -> Judge {
    Arc::new(|signals, earlier, now| judge(signals, earlier, now, &Thresholds::default()))
}

/// The first student handed something in.
fn handed_in(room: &Room, second: i64, score: f64) -> SignalRecord {
    let graded = ExerciseGraded {
        submission_id: SubmissionId::new(),
        student_id: room.students[0],
        class_id: room.class,
        topic_id: topic(),
        exercise_id: exercise(),
        attempt: 1,
        passed: score >= 100.0,
        score,
        practice: false,
        quality: None,
        error_kind: None,
    };
    record(room, room.students[0], second, Data::ExerciseGraded(graded))
}

fn ran(room: &Room, student: StudentId, second: i64) -> SignalRecord {
    let result = CodeResult {
        run_id: RunId::new(),
        student_id: student,
        class_id: room.class,
        topic_id: Some(topic()),
        exercise_id: None,
        status: RunStatus::Finished,
        error_kind: None,
        duration_ms: 1.0,
    };
    record(room, student, second, Data::CodeResult(result))
}

fn record(room: &Room, student: StudentId, second: i64, data: Data) -> SignalRecord {
    let event = Event::new("execution", after(second), None, data);
    SignalRecord { student, class: room.class, event, help: false }
}

async fn apply(storage: &dyn Storage, record: &SignalRecord) -> Applied {
    storage.apply_signal("struggle", record, rules()).await.unwrap()
}

/// Five failed submissions: the alert.
async fn stuck(storage: &dyn Storage, room: &Room) -> AlertId {
    for second in 0..5 {
        assert_eq!(apply(storage, &handed_in(room, second, 20.0)).await, Applied::Now);
    }
    standing(storage, room.class).await[0]
}

async fn standing(storage: &dyn Storage, class: ClassId) -> Vec<AlertId> {
    let alerts = storage.alerts(class, start()).await.unwrap().alerts;
    alerts.iter().filter(|alert| alert.resolved_at.is_none()).map(|alert| alert.id).collect()
}

/// An alert and its event come from the signal that made the rule hold, however often that comes.
pub(crate) async fn an_alert_is_given_once(storage: &dyn Storage) {
    let room = room(storage).await;
    let fifth = handed_in(&room, 4, 40.0);
    for second in 0..4 {
        apply(storage, &handed_in(&room, second, 20.0)).await;
    }
    assert_eq!(standing(storage, room.class).await, []);
    assert_eq!(apply(storage, &fifth).await, Applied::Now);
    assert_eq!(apply(storage, &fifth).await, Applied::Before);
    let alerts = storage.alerts(room.class, start()).await.unwrap();
    let [alert] = &alerts.alerts[..] else { panic!("one alert: {alerts:?}") };
    assert_eq!((alert.rule.name(), alert.name.as_str()), ("failed_in_a_row", "Ada"));
    assert_eq!((alert.since, alert.at), (start(), after(4)));
    assert_eq!((alert.evidence.times, alert.evidence.score), (5, Some(40.0)));
    assert_eq!(storage.alert(alert.id).await.unwrap().as_ref(), Some(alert));
    assert_eq!(storage.alert(AlertId::new()).await.unwrap(), None);
    assert_eq!((alerts.shares[0].fired, alerts.shares[0].marked), (1, 0));
}

/// Who passes is over it, and a new alert of the same comes only after a while.
pub(crate) async fn who_passes_is_over_it(storage: &dyn Storage) {
    let room = room(storage).await;
    let alert = stuck(storage, &room).await;
    apply(storage, &handed_in(&room, 5, 100.0)).await;
    assert_eq!(standing(storage, room.class).await, []);
    assert_eq!(storage.alert(alert).await.unwrap().unwrap().resolved_at, Some(after(5)));
    for second in 6..20 {
        apply(storage, &handed_in(&room, second, 0.0)).await;
    }
    assert_eq!(standing(storage, room.class).await, [], "it is too soon to say it again");
}

/// A teacher's last word on an alert of their class counts.
pub(crate) async fn the_last_mark_counts(storage: &dyn Storage) {
    let room = room(storage).await;
    let alert = stuck(storage, &room).await;
    let other = new_class(room.teacher, "BBB-BBB");
    storage.add_class(&other, &once(room.teacher)).await.unwrap();
    assert_eq!(storage.mark_alert(other.id, alert, room.teacher, true, start()).await.unwrap(), None);
    for (useful, second) in [(true, 10), (false, 20)] {
        let marked =
            storage.mark_alert(room.class, alert, room.teacher, useful, after(second)).await.unwrap();
        let mark = marked.unwrap().mark.unwrap();
        assert_eq!((mark.useful, mark.by.as_str(), mark.at), (useful, "A teacher", after(second)));
    }
    let shares = storage.alerts(room.class, start()).await.unwrap().shares;
    assert_eq!((shares[0].fired, shares[0].marked, shares[0].useful), (1, 1, 0));
}

/// Time that goes by is looked at too, for those who are at work.
pub(crate) async fn a_look_without_an_event_gives_an_alert(storage: &dyn Storage) {
    let room = room(storage).await;
    for second in [0, 300, 600, 900, 1_150] {
        apply(storage, &ran(&room, room.students[1], second)).await;
    }
    assert_eq!(storage.at_work_since(after(1_000)).await.unwrap(), [(room.students[1], room.class)]);
    assert_eq!(storage.at_work_since(after(1_151)).await.unwrap(), []);
    storage.look_again(room.students[1], room.class, after(1_199), rules()).await.unwrap();
    assert_eq!(standing(storage, room.class).await, []);
    for second in [1_201, 1_231] {
        storage.look_again(room.students[1], room.class, after(second), rules()).await.unwrap();
    }
    let alerts = storage.alerts(room.class, start()).await.unwrap().alerts;
    assert_eq!(alerts.iter().map(|alert| alert.rule.name()).collect::<Vec<_>>(), ["no_progress"]);
    storage.look_again(room.students[0], room.class, after(1_231), rules()).await.unwrap();
}

/// Signals come back student by student, as they happened, and alerts of a removed student are not shown.
pub(crate) async fn signals_are_kept_for_a_replay(storage: &dyn Storage) {
    let room = room(storage).await;
    let second = ran(&room, room.students[0], 60);
    apply(storage, &second).await;
    apply(storage, &ran(&room, room.students[1], 30)).await;
    let first = SignalRecord { help: true, ..handed_in(&room, 20, 0.0) };
    apply(storage, &first).await;
    let all = storage.signals_since(start()).await.unwrap();
    let of_first: Vec<_> = all.iter().filter(|record| record.student == room.students[0]).collect();
    assert_eq!((all.len(), of_first), (3, vec![&first, &second]));
    assert_eq!(storage.signals_since(after(60)).await.unwrap(), [second]);
    for second in 61..66 {
        apply(storage, &handed_in(&room, second, 20.0)).await;
    }
    assert_ne!(standing(storage, room.class).await, []);
    storage.remove_student(room.class, room.students[0], after(70)).await.unwrap();
    assert_eq!(standing(storage, room.class).await, []);
}
