//! A large school in a real Postgres, and the queries that people wait for: what the tests and the benchmark share.
//! It stands alone, so that `server/benches` can include it by path.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use learnflow_contracts::classes::{LastResult, LastWhat};
use learnflow_contracts::event::Topic;
use learnflow_contracts::exercises::SubmissionResult;
use learnflow_contracts::progress::{Level, MasteryPart, MasteryScore};
use learnflow_contracts::tutor::Ask;
use learnflow_contracts::{
    ClassId, EventId, ExerciseId, IdempotencyKey, StudentId, SubmissionId, TeacherId, TopicId, UserId,
};
use learnflow_local_servers::postgres::Postgres as Server;
use learnflow_server::storage::{Log, Once};

/// The tables with a row for each thing that students do. Those with a row a person are small: Postgres rightly reads
/// all of `users` to list a class.
pub(crate) const LARGE: [&str; 13] = [
    "daily_activity",
    "error_occurrences",
    "exercise_progress",
    "idempotency_keys",
    "inbox",
    "outbox",
    "progress",
    "questions",
    "quiz_answers",
    "quiz_progress",
    "refresh_tokens",
    "review",
    "submissions",
];

/// Somebody of the school, for whom the queries are asked.
pub(crate) struct Somebody {
    student: StudentId,
    class: ClassId,
    teacher: TeacherId,
    submission: SubmissionId,
    event: EventId,
    name: String,
    code: String,
}

/// Fills a database that has its tables, and gives back some people of the school.
pub(crate) fn fill(server: &Server, database: &str) -> anyhow::Result<Vec<Somebody>> {
    let part = MasteryPart { score: 50.0, weight: 0.25, active: true };
    let mastery = MasteryScore {
        exercises: part,
        quizzes: part,
        quality: part,
        consistency: part,
        score: 50.0,
        level: Level::Yellow,
    };
    let exercise: ExerciseId = "exercise-1".parse()?;
    let what = LastWhat::Submission { exercise_id: exercise.clone(), passed: true, score: 50.0, attempt: 1 };
    let result = SubmissionResult {
        submission_id: SubmissionId::new(),
        exercise_id: exercise,
        passed: true,
        score: 50.0,
        attempt: 1,
        sentence: "half of the tests passed".repeat(10),
        tests: Vec::new(),
        error: None,
        graded_at: Timestamp::UNIX_EPOCH,
    };
    let sql = include_str!("large_school.sql")
        .replace("{{mastery}}", &serde_json::to_string(&mastery)?)
        .replace("{{last}}", &serde_json::to_string(&LastResult { at: Timestamp::UNIX_EPOCH, what })?)
        .replace("{{result}}", &serde_json::to_string(&result)?)
        .replace("{{ask}}", &serde_json::to_string(&Ask { text: "why?".to_owned(), ..Ask::default() })?);
    server.sql(database, &sql)?;
    let rows = server.sql(
        database,
        "SELECT DISTINCT ON (student_id) student_id, class_id, classes.teacher_id, submissions.id,
                (SELECT event_id FROM inbox LIMIT 1), users.name, code
         FROM submissions JOIN classes ON classes.id = class_id JOIN users ON users.id = student_id
         WHERE users.name LIKE '%7'",
    )?;
    rows.lines()
        .map(|row| {
            let fields: Vec<_> = row.split('|').collect();
            let [student, class, teacher, submission, event, name, code] = fields[..] else {
                anyhow::bail!("an unexpected row: {row}")
            };
            Ok(Somebody {
                student: student.parse()?,
                class: class.parse()?,
                teacher: teacher.parse()?,
                submission: submission.parse()?,
                event: event.parse()?,
                name: name.to_owned(),
                code: code.to_owned(),
            })
        })
        .collect()
}

/// Asks every query that people wait for once for somebody, and tells how long each took.
pub(crate) async fn ask_all(
    storage: &dyn Log,
    somebody: &Somebody,
    mut took: impl FnMut(&'static str, Duration),
) -> anyhow::Result<()> {
    let Somebody { student, class, teacher, submission, event, name, code } = somebody;
    let (student, class, teacher) = (*student, *class, *teacher);
    let user = UserId(student.0);
    let exercises: Vec<ExerciseId> =
        (0..24).map(|number| format!("exercise-{number}").parse()).collect::<Result<_, _>>()?;
    let topic: TopicId = "topic-1".parse()?;
    let once = Once { user, key: IdempotencyKey::new(), request: [0; 32], now: Timestamp::UNIX_EPOCH };
    let position = storage.group_position("progress").await?;
    macro_rules! ask {
        ($($name:literal: $query:expr;)*) => {$(
            let started = Instant::now();
            $query.await?;
            took($name, started.elapsed());
        )*};
    }
    ask! {
        "sign-in of a student": storage.student_by_name(code, name);
        "sign-in of a teacher": storage.teacher_by_username("teacher7");
        "who somebody is": storage.user(user);
        "a student's class": storage.class_of_student(student);
        "a teacher's classes": storage.classes_of(teacher);
        "a class": storage.class_of(teacher, class);
        "the live list of a class": storage.live_students(class);
        "a row of the live list": storage.live_student(student);
        "a teacher's exercises": storage.exercises_of(teacher);
        "a first answer": storage.first_answer(&once);
        "a submission": storage.submission(*submission);
        "a submission to grade again": storage.submission_to_regrade(*submission);
        "newest answers that passed": storage.passed_answers(student, &exercises);
        "a student's progress": storage.progress_facts(student);
        "questions that come back": storage.review_items(student);
        "where a student starts": storage.placement(student);
        "whether an event was applied": storage.has_applied("progress", *event);
        "what the tutor knows of a student": storage.student_facts(student, Timestamp::UNIX_EPOCH);
        "a page of a conversation": storage.turns(class, student, None, 20);
        "what was told of an exercise": storage.told(student, Some(&topic), Some(&exercises[1]), 5);
        "who talked with the tutor": storage.conversations(class);
        "what waits for the broker": storage.unpublished(512);
        "what is new in the log": storage.log_after(position, "progress", Topic::ALL, 256);
    }
    Ok(())
}
