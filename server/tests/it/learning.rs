//! Learning through the clients' own doors: files beside a program, projects in steps, placement, review, languages,
//! and topics that change while they are taught.

use std::fs;

use learnflow_contracts::exercises::{GivenFile, Submit};
use learnflow_contracts::placement::{Placement, PlacementAnswer, PlacementAnswers};
use learnflow_contracts::review::ReviewAnswer;
use learnflow_contracts::run::Execute;
use learnflow_contracts::steps::ExecuteSteps;
use learnflow_contracts::topics::{QuizAnswer, QuizAnswers, Topic};
use learnflow_contracts::{ExerciseId, IdempotencyKey, ModuleId, ProblemKind};
use reqwest::Method;

use crate::topics::world;
use crate::world::{Person, World, eventually, refused, say_hello, topic};

const DAY: i64 = 24 * 60 * 60;

fn key() -> IdempotencyKey {
    IdempotencyKey::new()
}

fn module() -> ModuleId {
    "first-programs".parse().unwrap()
}

fn exercise(id: &str) -> ExerciseId {
    id.parse().unwrap()
}

async fn passes(person: &Person, id: &ExerciseId, answer: &str) -> bool {
    let submit = Submit { exercise_id: id.clone(), answer: answer.to_owned() };
    person.submit(&key(), &submit).await.unwrap().passed
}

#[tokio::test]
async fn files_lie_beside_a_program_in_every_run_and_test() {
    let (world, _) = world().await;
    let ada = world.student("Ada").await;
    let id = exercise("first-program-read-a-note");
    let given = ada.topic(&topic()).await.unwrap().exercises.into_iter().find(|one| one.id == id).unwrap();
    assert_eq!(given.files, [GivenFile { name: "note.txt".to_owned(), text: "milk".to_owned() }]);

    let code = "print(open('note.txt').read())".to_owned();
    let printed = async |body: Execute| ada.execute(&body).await.unwrap().output[0].text.clone();
    let run = Execute { code, exercise_id: Some(id.clone()), ..Execute::default() };
    assert_eq!(printed(run.clone()).await, "milk\n");
    let sent = GivenFile { name: "note.txt".to_owned(), text: "salt".to_owned() };
    assert_eq!(printed(Execute { files: vec![sent.clone()], ..run.clone() }).await, "salt\n");
    let bad = GivenFile { name: "../note.txt".to_owned(), ..sent.clone() };
    assert_eq!(
        refused(ada.execute(&Execute { files: vec![bad.clone()], ..run.clone() }).await).kind,
        ProblemKind::Invalid
    );

    let shown = async |body: ExecuteSteps| ada.execute_steps(&body).await.unwrap().shown[0].text.clone();
    let steps = ExecuteSteps { code: run.code.clone(), exercise_id: Some(id.clone()), ..Default::default() };
    assert_eq!(shown(steps.clone()).await, "milk\n", "its steps find them too");
    assert_eq!(shown(ExecuteSteps { files: vec![sent], ..steps.clone() }).await, "salt\n");
    assert_eq!(
        refused(ada.execute_steps(&ExecuteSteps { files: vec![bad], ..steps }).await).kind,
        ProblemKind::Invalid
    );

    assert!(passes(&ada, &id, &run.code).await);
    assert!(!passes(&ada, &id, "print('milk')").await, "another note lies there in the hidden test");
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_project_goes_on_from_the_students_own_program() {
    let (world, _) = world().await;
    let (ada, teacher) = (world.student("Ada").await, world.teacher().await);
    let (first, second) =
        (exercise("project-first-programs-a-name"), exercise("project-first-programs-a-price"));
    let catalogue = ada.topics().await.unwrap();
    assert_eq!(catalogue.modules[0].project.as_ref().map(|project| project.steps), Some(2));

    let project = ada.project(&module()).await.unwrap();
    assert_eq!(project.steps[0].exercise.as_ref().unwrap().starter, "# Start here.\n");
    assert!(project.steps[1].exercise.is_none(), "the second step is closed");
    let early = Submit { exercise_id: second.clone(), answer: "print(\"Ada\")\nprint(3)".to_owned() };
    assert_eq!(refused(ada.submit(&key(), &early).await).kind, ProblemKind::NotAllowed);

    assert!(!passes(&ada, &first, "print(\"Bao\")").await);
    let own = "name = \"Ada\"\nprint(name)\n";
    assert!(passes(&ada, &first, own).await);
    assert!(!passes(&ada, &first, "print(\"Bao\")").await, "a later try that fails closes nothing");
    let project = ada.project(&module()).await.unwrap();
    assert!(project.steps[0].passed && !project.steps[1].passed);
    assert_eq!(project.steps[1].exercise.as_ref().unwrap().starter, own);
    assert!(!serde_json::to_string(&project).unwrap().contains("the reference"), "no solution leaks");
    assert!(passes(&ada, &second, "print(\"Ada\")\nprint(3)").await);
    assert!(ada.project(&module()).await.unwrap().steps[1].passed);

    let progress = eventually("the steps to lift mastery", async || {
        let progress = ada.progress(ada.session.user.id).await.unwrap().topics.remove(0);
        (progress.mastery.exercises.score > 0.0).then_some(progress)
    })
    .await;
    assert!(progress.passed.is_empty(), "the topic's own exercises are as they were");

    let bao = world.student("Bao").await;
    assert!(
        bao.project(&module()).await.unwrap().steps[1].exercise.is_none(),
        "what Ada did opens nothing for Bao"
    );
    let seen = teacher.project(&module()).await.unwrap();
    assert!(seen.steps.iter().all(|step| step.exercise.is_some()));
    assert_eq!(refused(ada.project(&"no-module".parse().unwrap()).await).kind, ProblemKind::NotFound);
    world.finish().await;
}

/// Answers a placement quiz until it knows where to start.
async fn placed(person: &Person, right: impl Fn(&str) -> bool, quizzes: &[Topic]) -> Placement {
    let mut placement = person.placement().await.unwrap();
    let mut answers = Vec::new();
    while let Some(next) = placement.next {
        // The right choices are no secret to the author of this test: the quiz itself tells them.
        let quiz = quizzes.iter().find(|topic| topic.id == next.topic_id).unwrap();
        let all = QuizAnswers { answers: Vec::new() };
        let solved = person.answer_quiz(&quiz.id, &key(), &all).await.unwrap();
        let solved = solved.questions.into_iter().find(|one| one.question == next.question.id).unwrap();
        answers.push(PlacementAnswer {
            topic_id: next.topic_id.clone(),
            question: next.question.id,
            choice: right(next.topic_id.as_str()).then_some(solved.right_choice),
        });
        let body = PlacementAnswers { answers: answers.clone() };
        placement = person.answer_placement(&key(), &body).await.unwrap();
        assert!(placement.answered <= placement.at_most);
    }
    placement
}

#[tokio::test]
pub(crate) async fn a_placement_quiz_finds_where_to_start_and_locks_nothing() {
    let (world, _) = world().await;
    let ada = world.student("Ada").await;
    let mut quizzes = Vec::new();
    for topic in ada.topics().await.unwrap().modules.into_iter().flat_map(|module| module.topics) {
        quizzes.push(ada.topic(&topic.id).await.unwrap());
    }
    assert_eq!(ada.placement().await.unwrap().result, None);

    let start = placed(&ada, |_| false, &quizzes).await.result.unwrap().start;
    assert_eq!(start, Some(topic()));
    let start = placed(&ada, |topic| topic != "numbers", &quizzes).await.result.unwrap().start;
    assert_eq!(start.as_ref().map(ToString::to_string), Some("numbers".to_owned()));
    assert_eq!(ada.placement().await.unwrap().result.unwrap().start, start, "the newest result is kept");
    assert_eq!(placed(&ada, |_| true, &quizzes).await.result.unwrap().start, None);
    assert_eq!(world.student("Bao").await.placement().await.unwrap().result, None);

    let stranger = PlacementAnswer { topic_id: topic(), question: "no-question".to_owned(), choice: None };
    let refusal = refused(ada.answer_placement(&key(), &PlacementAnswers { answers: vec![stranger] }).await);
    assert_eq!(refusal.kind, ProblemKind::Invalid);
    assert!(ada.topic(&"numbers".parse().unwrap()).await.is_ok());
    world.finish().await;
}

async fn answer(ada: &Person, question: &str, right: bool) -> u32 {
    let quiz = ada.topic(&topic()).await.unwrap().quiz;
    let asked = quiz.questions.iter().find(|one| one.id == question).unwrap();
    for choice in &asked.choices {
        let body =
            ReviewAnswer { topic_id: topic(), question: question.to_owned(), choice: choice.id.clone() };
        let once = key();
        let known = RIGHT.iter().any(|(q, c)| *q == question && *c == choice.id);
        if known == right {
            let result = ada.answer_review(&once, &body).await.unwrap();
            assert_eq!(ada.answer_review(&once, &body).await.unwrap(), result, "a retry moves nothing");
            assert_eq!(result.right, right);
            assert!(!result.reason.is_empty());
            return result.next_in_days;
        }
    }
    panic!("no such choice of {question}");
}

/// Two questions of the first topic with their right choices.
const RIGHT: [(&str, &str); 2] = [("order", "top-down"), ("quotes-shown", "without-quotes")];

#[tokio::test]
pub(crate) async fn what_was_learned_comes_back_after_1_3_7_16_and_35_days() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    assert_eq!(ada.review().await.unwrap().learned, 0);
    let unknown =
        ReviewAnswer { topic_id: topic(), question: "order".to_owned(), choice: "top-down".to_owned() };
    assert_eq!(refused(ada.answer_review(&key(), &unknown).await).kind, ProblemKind::NotFound);

    let answers = RIGHT
        .map(|(question, choice)| QuizAnswer { question: question.to_owned(), choice: choice.to_owned() });
    ada.answer_quiz(&topic(), &key(), &QuizAnswers { answers: answers.into() }).await.unwrap();
    let today = ada.review().await.unwrap();
    assert_eq!((today.due, today.questions.len()), (0, 0), "nothing comes back on the same day");
    assert!(today.learned >= 6);

    world.clock.pass(DAY);
    let ada = world.student("Ada").await;
    let today = ada.review().await.unwrap();
    assert_eq!(today.due, today.learned);
    assert_eq!(today.questions.len(), 5, "a few at a time");
    assert_eq!(today.questions[0].topic_title, ada.topic(&topic()).await.unwrap().title);
    assert_eq!(answer(&ada, "order", true).await, 3);
    assert_eq!(answer(&ada, "order", true).await, 3, "before its day it stays where it is");
    assert_eq!(answer(&ada, "quotes-shown", false).await, 1);
    for (wait, next) in [(3, 7), (7, 16), (16, 35), (35, 35)] {
        world.clock.pass(wait * DAY);
        let ada = world.student("Ada").await;
        assert_eq!(answer(&ada, "order", true).await, next, "after {wait} days");
    }
    world.finish().await;
}

#[tokio::test]
async fn topics_come_in_the_language_that_is_asked_for() {
    let (world, _) = world().await;
    let ada = world.student("Ada").await;
    let get = async |path: &str, language: &str| {
        let request = ada.request(Method::GET, path).header("accept-language", language);
        let answer = request.send().await.unwrap();
        (answer.headers().get("etag").cloned(), answer.text().await.unwrap())
    };
    let (english, german) = (get("topics", "en").await, get("topics", "de-AT, en;q=0.5").await);
    assert_ne!(english.0, german.0);
    assert!(german.1.contains("Dein erstes Programm") && !english.1.contains("Dein erstes Programm"));
    let topic: Topic = serde_json::from_str(&get("topics/first-program", "de").await.1).unwrap();
    assert_eq!((topic.title.as_str(), topic.language.as_str()), ("Dein erstes Programm", "de"));
    let other: Topic = serde_json::from_str(&get("topics/numbers", "de").await.1).unwrap();
    assert_eq!(other.language, "en", "it is not translated");
    assert_eq!(topic.explanations, ada.topic(&topic.id).await.unwrap().explanations, "the rest falls back");

    let graded = async |language: &str| {
        let answer = Submit { exercise_id: say_hello(), answer: "print(\"Hallo, Welt!\")".to_owned() };
        let request = ada.request(Method::POST, "exercises/submit").header("accept-language", language);
        let answer = request.header("idempotency-key", key().as_str()).json(&answer).send().await.unwrap();
        answer.json::<learnflow_contracts::exercises::SubmissionResult>().await.unwrap().passed
    };
    assert!(graded("de").await);
    assert!(!graded("en").await);
    world.finish().await;
}

#[tokio::test]
async fn a_changed_folder_is_taught_at_once_and_a_broken_one_is_not() {
    let (world, dir) = world().await;
    let ada = world.student("Ada").await;
    let file = dir.join("en/01-first-programs/first-program/topic.toml");
    let text = fs::read_to_string(&file).unwrap();
    let title = async || ada.topic(&topic()).await.unwrap().title;
    let before = title().await;
    fs::write(&file, text.replace(&before, "A new title")).unwrap();
    eventually("the new title", async || (title().await == "A new title").then_some(())).await;
    fs::write(&file, "title = [").unwrap();
    let refused =
        async || world.raw(b"GET /metrics HTTP/1.0\r\n\r\n").await.contains("curriculum_refused_total");
    eventually("the change to be refused", async || refused().await.then_some(())).await;
    assert_eq!(title().await, "A new title");
    fs::write(&file, text.replace(&before, "A newer title")).unwrap();
    eventually("the newer title", async || (title().await == "A newer title").then_some(())).await;
    world.finish().await;
}
