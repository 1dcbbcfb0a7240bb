//! What the product is for, from a student's first sign-in to what the teacher sees.

use learnflow_contracts::classes::{LastWhat, LiveStudent};
use learnflow_contracts::exercises::{Difficulty, ExerciseKind, NewCheck, NewExercise, NewTest, Submit};
use learnflow_contracts::live::ToTeacher;
use learnflow_contracts::progress::TopicProgress;
use learnflow_contracts::run::{Execute, OutputStream, RunStatus};
use learnflow_contracts::topics::{QuizAnswer, QuizAnswers};
use learnflow_contracts::{IdempotencyKey, ProblemKind};

use crate::sockets::class_page;
use crate::world::{
    Person, World, class_with, demo_class, eventually, refused, right, say_hello, topic, wrong,
};

const DAY: i64 = 24 * 60 * 60;

/// The topic's progress, once it is as wanted.
async fn progress_until(student: &Person, wanted: impl Fn(&TopicProgress) -> bool) -> (TopicProgress, u32) {
    eventually("progress to move", async || {
        let progress = student.progress(student.session.user.id).await.unwrap();
        let of_topic = progress.topics.into_iter().find(|of| of.topic_id == topic()).unwrap();
        wanted(&of_topic).then_some((of_topic, progress.streak_days))
    })
    .await
}

fn new_exercise(starter: &str, solution: &str) -> NewExercise {
    let check = NewCheck::Call { call: "double(21)".to_owned(), expected: "42".to_owned() };
    NewExercise {
        topic_id: topic(),
        kind: ExerciseKind::Function,
        difficulty: Difficulty::Easy,
        title: "Double".to_owned(),
        text: "Write `double`.".to_owned(),
        starter: starter.to_owned(),
        solution: solution.to_owned(),
        tests: vec![NewTest { name: "doubles".to_owned(), hidden: true, check }],
        hints: Vec::new(),
    }
}

const STARTER: &str = "def double(n):\n    return n\n";
const SOLUTION: &str = "def double(n):\n    return 2 * n\n";

#[tokio::test]
pub(crate) async fn a_student_reads_a_topic_and_runs_a_program_with_input() {
    let world = World::start().await;
    let ada = world.student("ada").await;
    assert_eq!(ada.me().await.unwrap().name, "Ada");
    let catalogue = ada.topics().await.unwrap();
    assert_eq!(catalogue.modules[0].topics[0].id, topic());
    let read = ada.topic(&topic()).await.unwrap();
    assert!(!read.explanations.beginner.is_empty());
    assert_eq!(read.exercises[0].id, say_hello());
    let code = "name = input('Who? ')\nprint('Hello', name)".to_owned();
    let ran = ada.execute(&Execute { code, input: "Ada\n".to_owned(), ..Execute::default() }).await.unwrap();
    assert_eq!(ran.outcome.status, RunStatus::Finished);
    let of = |stream| {
        let parts = ran.output.iter().filter(|part| part.stream == stream);
        parts.map(|part| part.text.as_str()).collect::<String>()
    };
    assert_eq!(
        (of(OutputStream::Prompt).as_str(), of(OutputStream::Stdout).as_str()),
        ("Who? ", "Hello Ada\n")
    );
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_program_that_fails_says_where_and_why() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let code = "print('a')\nprint(nmae)\n".to_owned();
    let outcome = ada.execute(&Execute { code, ..Execute::default() }).await.unwrap().outcome;
    let error = outcome.error.expect("a NameError");
    assert_eq!((outcome.status, error.kind.as_str(), error.line), (RunStatus::Failed, "NameError", Some(2)));
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_right_answer_after_a_wrong_one_moves_mastery_and_the_streak() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let first = ada.submit(&IdempotencyKey::new(), &wrong()).await.unwrap();
    assert_eq!((first.passed, first.attempt), (false, 1));
    assert!(first.tests.iter().any(|test| !test.passed && test.expected.is_some() && test.got.is_some()));
    let second = ada.submit(&IdempotencyKey::new(), &right()).await.unwrap();
    assert_eq!((second.passed, second.attempt), (true, 2));
    let (today, streak) = progress_until(&ada, |of| of.passed == [say_hello()]).await;
    assert!(today.mastery.score > 0.0 && today.mastery.exercises.active && !today.mastery.quizzes.active);
    assert_eq!(streak, 1);

    world.clock.pass(DAY);
    let tomorrow = world.student("Ada").await;
    tomorrow.submit(&IdempotencyKey::new(), &right()).await.unwrap();
    let consistency = today.mastery.consistency.score;
    let (_, streak) = progress_until(&tomorrow, |of| of.mastery.consistency.score > consistency).await;
    assert_eq!(streak, 2);
    world.finish().await;
}

#[tokio::test]
async fn a_streak_ends_when_a_day_is_left_out() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    ada.submit(&IdempotencyKey::new(), &right()).await.unwrap();
    progress_until(&ada, |of| !of.passed.is_empty()).await;
    world.clock.pass(2 * DAY);
    let later = world.student("Ada").await;
    assert_eq!(later.progress(later.session.user.id).await.unwrap().streak_days, 0);
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_quiz_moves_mastery_and_tells_what_was_right() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let quiz = ada.topic(&topic()).await.unwrap().quiz;
    let guesses = quiz.questions.iter();
    let guesses = guesses
        .map(|question| QuizAnswer { question: question.id.clone(), choice: question.choices[0].id.clone() });
    let told = ada
        .answer_quiz(&topic(), &IdempotencyKey::new(), &QuizAnswers { answers: guesses.collect() })
        .await
        .unwrap();
    let answers = told.questions.iter();
    let answers = answers
        .map(|result| QuizAnswer { question: result.question.clone(), choice: result.right_choice.clone() });
    let answers = QuizAnswers { answers: answers.collect() };
    let all_right = ada.answer_quiz(&topic(), &IdempotencyKey::new(), &answers).await.unwrap();
    assert!(all_right.questions.iter().all(|question| question.right), "{all_right:?}");
    let (of_topic, _) = progress_until(&ada, |of| of.quiz == Some(100.0)).await;
    assert!(of_topic.mastery.quizzes.active && of_topic.mastery.score >= 30.0);
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn the_teacher_sees_the_room_over_http_and_as_it_happens() {
    let world = World::start().await;
    let (teacher, ada) = (world.teacher().await, world.student("Ada").await);
    let class = demo_class(&teacher).await;
    let mut page = class_page(&teacher, class).await.unwrap();
    let names = page.until(|message| match message {
        ToTeacher::Live { view } => Some(view.students.into_iter().map(|row| row.name).collect::<Vec<_>>()),
        ToTeacher::Student { .. } | ToTeacher::Alert { .. } => None,
    });
    assert_eq!(names.await, learnflow_server::demo::STUDENTS);

    ada.submit(&IdempotencyKey::new(), &right()).await.unwrap();
    let passed = |row: &LiveStudent| {
        let last = row.last.as_ref().map(|last| &last.what);
        matches!(last, Some(LastWhat::Submission { passed: true, attempt: 1, .. })) && row.mastery > 0.0
    };
    let row = page.until(|message| match message {
        ToTeacher::Student { student } if passed(&student) => Some(student),
        _ => None,
    });
    let row = row.await;
    assert_eq!((row.name.as_str(), row.exercise_id), ("Ada", Some(say_hello())));
    let view = teacher.live(class).await.unwrap();
    assert!(view.students.iter().any(|row| row.name == "Ada" && passed(row)), "{view:?}");
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn the_teachers_page_shows_a_changed_roster() {
    let world = World::start().await;
    let teacher = world.teacher().await;
    let class = demo_class(&teacher).await;
    let mut page = class_page(&teacher, class).await.unwrap();
    let added =
        teacher.add_students(class, &IdempotencyKey::new(), &crate::world::students(&["Zoe"])).await.unwrap();
    let has_zoe = |message: &ToTeacher| match message {
        ToTeacher::Live { view } => view.students.iter().any(|row| row.name == "Zoe"),
        ToTeacher::Student { .. } | ToTeacher::Alert { .. } => false,
    };
    page.until(|message| has_zoe(&message).then_some(())).await;
    teacher.remove_student(class, added.students[0].student_id).await.unwrap();
    page.until(|message| (matches!(message, ToTeacher::Live { .. }) && !has_zoe(&message)).then_some(()))
        .await;
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn an_own_exercise_is_refused_when_its_solution_fails_or_its_starter_passes() {
    let world = World::start().await;
    let teacher = world.teacher().await;
    for bad in [new_exercise(STARTER, STARTER), new_exercise(SOLUTION, SOLUTION)] {
        let problem = refused(teacher.add_exercise(&IdempotencyKey::new(), &bad).await);
        assert_eq!(problem.kind, ProblemKind::Invalid);
    }
    world.finish().await;
}

#[tokio::test]
async fn an_own_exercise_is_for_the_teachers_own_students() {
    let world = World::start().await;
    let (teacher, ada) = (world.teacher().await, world.student("Ada").await);
    let other = world.other_teacher().await;
    let (class, added) = class_with(&other, &["Zoe"]).await;
    let zoe = world.join(&class.code, "Zoe", &added.students[0].pin).await;
    let new = new_exercise(STARTER, SOLUTION);
    let exercise = teacher.add_exercise(&IdempotencyKey::new(), &new).await.unwrap();
    assert!(exercise.own && exercise.tests.is_empty() && exercise.hidden_tests == 1);

    let has_it = async |person: &Person| {
        let topic = person.topic(&topic()).await.unwrap();
        topic.exercises.iter().any(|listed| listed.id == exercise.id)
    };
    assert!(has_it(&ada).await && has_it(&teacher).await);
    assert!(!has_it(&zoe).await && !has_it(&other).await);
    let submit = Submit { exercise_id: exercise.id.clone(), answer: SOLUTION.to_owned() };
    let result = ada.submit(&IdempotencyKey::new(), &submit).await.unwrap();
    assert!(result.passed && result.tests.iter().all(|test| test.expected.is_none() && test.got.is_none()));
    assert_eq!(refused(zoe.submit(&IdempotencyKey::new(), &submit).await).kind, ProblemKind::NotFound);
    world.finish().await;
}
