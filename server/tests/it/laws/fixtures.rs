//! Rows and events for laws.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use learnflow_contracts::classes::LastWhat;
use learnflow_contracts::event::{CodeResult, Data, Event, ExerciseGraded, QuizAnswered};
use learnflow_contracts::exercises::SubmissionResult;
use learnflow_contracts::progress::{Level, MasteryPart, MasteryScore};
use learnflow_contracts::run::RunStatus;
use learnflow_contracts::topics::{QuestionResult, QuizAnswers, QuizResult};
use learnflow_contracts::{
    ClassId, ExerciseId, IdempotencyKey, RunId, StudentId, SubmissionId, TeacherId, TopicId, UserId,
};
use learnflow_server::storage::{
    Activity, Assessment, NewClassRecord, NewStudentRecord, NewTeacher, NewToken, Once, QuizRecord, Recipe,
    ReviewPlace, Storage, Submission, TokenLife, TopicFacts, What,
};
use uuid::Uuid;

/// When the laws begin.
pub(crate) fn start() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// Some seconds later.
pub(crate) fn after(seconds: i64) -> Timestamp {
    start() + SignedDuration::from_secs(seconds)
}

/// A teacher's class with two students.
pub(crate) struct Room {
    pub(crate) teacher: TeacherId,
    pub(crate) class: ClassId,
    pub(crate) students: [StudentId; 2],
}

pub(crate) fn new_class(teacher: TeacherId, code: &str) -> NewClassRecord {
    let (name, time_zone) = ("A class".to_owned(), "UTC".to_owned());
    NewClassRecord { id: ClassId::new(), teacher, name, code: code.to_owned(), time_zone }
}

pub(crate) fn new_student(name: &str) -> NewStudentRecord {
    NewStudentRecord { id: StudentId::new(), name: name.to_owned(), pin_hash: "a hash".to_owned() }
}

/// A use under a new key.
pub(crate) fn once(user: impl Into<UserId>) -> Once {
    Once { user: user.into(), key: IdempotencyKey::new(), request: [1; 32], now: start() }
}

/// Fills a database.
pub(crate) async fn room(storage: &dyn Storage) -> Room {
    let teacher = TeacherId::new();
    let record = NewTeacher {
        id: teacher,
        name: "A teacher".to_owned(),
        username: "a-teacher".to_owned(),
        password_hash: "a hash".to_owned(),
    };
    storage.add_teacher(&record, start()).await.unwrap();
    let class = new_class(teacher, "AAA-AAA");
    storage.add_class(&class, &once(teacher)).await.unwrap();
    let students = [new_student("Ada"), new_student("Bao")];
    storage.add_students(class.id, &students, &once(teacher)).await.unwrap();
    Room { teacher, class: class.id, students: [students[0].id, students[1].id] }
}

pub(crate) fn topic() -> TopicId {
    "a-topic".parse().unwrap()
}

pub(crate) fn exercise() -> ExerciseId {
    "an-exercise".parse().unwrap()
}

/// A graded submission of the room's first student.
pub(crate) fn submission(room: &Room) -> Submission {
    let (student, class) = (room.students[0], room.class);
    let result = SubmissionResult {
        submission_id: SubmissionId::new(),
        exercise_id: exercise(),
        passed: true,
        score: 100.0,
        attempt: 0,
        sentence: "all tests passed".to_owned(),
        tests: Vec::new(),
        error: None,
        graded_at: start(),
    };
    let graded = ExerciseGraded {
        submission_id: result.submission_id,
        student_id: student,
        class_id: class,
        topic_id: topic(),
        exercise_id: exercise(),
        attempt: 0,
        passed: true,
        score: 100.0,
        practice: false,
        error_kind: None,
        quality: Some(80.0),
    };
    Submission {
        student,
        class,
        topic: topic(),
        answer: "print(1)".to_owned(),
        result,
        engine: "an engine".to_owned(),
        recipe: Recipe {
            task: "{\"a task\":1}".to_owned(),
            seed: u64::MAX - 1,
            clock: start(),
            limits: "{}".to_owned(),
            transcript: "[]".to_owned(),
        },
        event: Event::new("gateway", start(), None, Data::ExerciseGraded(graded)),
    }
}

/// A quiz that the first student answered.
pub(crate) fn quiz(room: &Room, answers: &[(&str, bool)], review: ReviewPlace) -> QuizRecord {
    let question = |(question, right): &(&str, bool)| QuestionResult {
        question: (*question).to_owned(),
        right: *right,
        right_choice: "x".to_owned(),
        reason: "because".to_owned(),
    };
    let answered =
        QuizAnswered { student_id: room.students[0], class_id: room.class, topic_id: topic(), score: 50.0 };
    QuizRecord {
        student: room.students[0],
        topic: topic(),
        answers: QuizAnswers { answers: Vec::new() },
        result: QuizResult { score: 50.0, questions: answers.iter().map(question).collect() },
        review,
        event: Event::new("gateway", start(), None, Data::QuizAnswered(answered)),
    }
}

/// That the first student's answer was graded.
pub(crate) fn activity(room: &Room, score: f64) -> Activity {
    let last = LastWhat::Submission { exercise_id: exercise(), passed: score >= 100.0, score, attempt: 1 };
    let passed = score >= 100.0;
    let what = What::Graded { exercise: exercise(), score, passed, practice: false, quality: None, last };
    Activity {
        event: learnflow_contracts::EventId::new(),
        student: room.students[0],
        class: room.class,
        at: start(),
        day: "2026-03-02".parse().unwrap(),
        traceparent: None,
        topic: Some(topic()),
        exercises_in_topic: 4,
        programs_in_topic: 3,
        error_kind: None,
        what,
    }
}

/// That the first student's accepted program was looked at, if it was.
pub(crate) fn reviewed(room: &Room, found: Option<f64>) -> Activity {
    let mut activity = activity(room, 100.0);
    if let What::Graded { quality, .. } = &mut activity.what {
        *quality = found;
    }
    activity
}

/// Judges by the best scores and the quality alone.
pub(crate) fn assess(facts: &TopicFacts) -> Assessment {
    let part = MasteryPart { score: 0.0, weight: 0.25, active: false };
    let score = facts.exercises.iter().chain(&facts.quality).sum();
    let mastery = MasteryScore {
        exercises: part,
        quizzes: part,
        quality: part,
        consistency: part,
        score,
        level: Level::Red,
    };
    Assessment { mastery, streak_days: u32::try_from(facts.days.len()).unwrap() }
}

/// That a student ran a program.
pub(crate) fn ran(student: StudentId) -> Event {
    let data = CodeResult {
        run_id: RunId::new(),
        student_id: student,
        class_id: ClassId::new(),
        topic_id: None,
        exercise_id: None,
        status: RunStatus::Finished,
        error_kind: None,
        duration_ms: 1.0,
    };
    Event::new("execution", start(), None, Data::CodeResult(data))
}

/// A refresh token of a new family that works for an hour.
pub(crate) fn token(byte: u8) -> NewToken {
    NewToken { hash: [byte; 32], family: Uuid::now_v7(), life: life(start()) }
}

/// From `now`, an hour; retries within a minute.
pub(crate) fn life(now: Timestamp) -> TokenLife {
    TokenLife { now, expires_at: now + SignedDuration::from_hours(1), retry_for: Duration::from_mins(1) }
}
