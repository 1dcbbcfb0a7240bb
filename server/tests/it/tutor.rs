//! Asking the tutor, through the door that students and teachers use, with no model anywhere.

use learnflow_contracts::live::ToStudent;
use learnflow_contracts::tutor::{
    AgentKind, Analyze, AnswerSource, Ask, Ending, Explain, Part, Turn, TutorMode, TutorNews, TutorSwitch,
    WantExercise,
};
use learnflow_contracts::{IdempotencyKey, ProblemKind, QuestionId};

use crate::sockets::student_page;
use crate::world::{Person, World, demo_class, eventually, refused};

/// A question in words.
pub(crate) fn words(text: &str) -> Ask {
    Ask { text: text.to_owned(), ..Ask::default() }
}

/// Asks and waits until nothing more comes.
pub(crate) async fn answer_to(student: &Person, ask: &Ask) -> Turn {
    let asked = student.ask(&IdempotencyKey::new(), ask).await.unwrap();
    ended(student, asked.question_id).await
}

/// Waits until nothing more comes for a question.
pub(crate) async fn ended(student: &Person, question: QuestionId) -> Turn {
    eventually("the end of a question", async || {
        student.question(question).await.ok().filter(|turn| turn.ending.is_some())
    })
    .await
}

/// All Markdown of a turn.
pub(crate) fn markdown(turn: &Turn) -> String {
    let parts = turn.answers.iter().flat_map(|answer| &answer.parts);
    let texts = parts.filter_map(|part| match part {
        Part::Text { markdown } => Some(markdown.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn an_explanation_comes_from_the_curriculum_with_an_example_that_ran() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let turn = answer_to(&ada, &words("What is a for loop?")).await;
    assert_eq!((turn.agent, turn.ending), (Some(AgentKind::Concepts), Some(Ending::Library)));
    assert_eq!(turn.answers.len(), 1);
    assert_eq!(turn.answers[0].source, AnswerSource::Library);
    let ran = turn.answers[0]
        .parts
        .iter()
        .any(|part| matches!(part, Part::Example { output, .. } if !output.is_empty()));
    assert!(ran, "{:?}", turn.answers[0].parts);
    world.finish().await;
}

#[tokio::test]
async fn what_no_lesson_has_is_explained_all_the_same() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    for (topic, said) in [
        ("decorator", "HELLO ADA!"),
        ("generator", "3\n2\n1"),
        ("async function", "tea: done"),
        ("regular expression", "['12', '13']"),
        ("recursion", "Go!"),
    ] {
        let explain = Explain { text: format!("What is a {topic}?"), ..Explain::default() };
        let asked = ada.explain(&IdempotencyKey::new(), &explain).await.unwrap();
        let turn = ended(&ada, asked.question_id).await;
        let printed = turn.answers[0].parts.iter().find_map(|part| match part {
            Part::Example { output, .. } => {
                Some(output.iter().map(|part| part.text.as_str()).collect::<String>())
            }
            _ => None,
        });
        assert!(printed.as_ref().is_some_and(|printed| printed.contains(said)), "{topic}: {printed:?}");
    }
    world.finish().await;
}

#[tokio::test]
async fn how_am_i_doing_is_answered_with_the_students_own_numbers() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    ada.submit(&IdempotencyKey::new(), &crate::world::right()).await.unwrap();
    eventually("mastery to move", async || {
        let progress = ada.progress(ada.session.user.id).await.unwrap();
        (progress.topics[0].mastery.score > 0.0).then_some(())
    })
    .await;
    let turn = answer_to(&ada, &words("How am I doing?")).await;
    assert_eq!(turn.agent, Some(AgentKind::Progress));
    let numbers = turn.answers[0].parts.iter().find_map(|part| match part {
        Part::Progress { numbers } => Some(numbers),
        _ => None,
    });
    let numbers = numbers.expect("numbers");
    assert_eq!((numbers.exercises_passed, numbers.streak_days, numbers.topics.len()), (1, 1, 1));
    world.finish().await;
}

#[tokio::test]
async fn an_exercise_is_offered_that_was_not_passed() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    ada.submit(&IdempotencyKey::new(), &crate::world::right()).await.unwrap();
    let topic = crate::world::topic();
    eventually("the exercise to be passed", async || {
        let progress = ada.progress(ada.session.user.id).await.unwrap();
        (!progress.topics[0].passed.is_empty()).then_some(())
    })
    .await;
    for _ in 0..5 {
        let want = WantExercise { topic_id: Some(topic.clone()) };
        let asked = ada.want_exercise(&IdempotencyKey::new(), &want).await.unwrap();
        let turn = ended(&ada, asked.question_id).await;
        let offered = turn.answers[0].parts.iter().find_map(|part| match part {
            Part::Exercise { exercise, .. } => Some(exercise),
            _ => None,
        });
        let offered = offered.expect("an exercise");
        assert_eq!(offered.topic_id, topic);
        assert_ne!(offered.id, crate::world::say_hello());
    }
    world.finish().await;
}

#[tokio::test]
async fn what_fits_nothing_gets_a_kind_question_back() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let turn = answer_to(&ada, &words("asdf qwer")).await;
    assert_eq!(turn.agent, Some(AgentKind::Triage));
    assert!(markdown(&turn).contains('?'));
    world.finish().await;
}

#[tokio::test]
async fn a_question_sent_again_is_the_same_question() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let (key, ask) = (IdempotencyKey::new(), words("What is a variable?"));
    let first = ada.ask(&key, &ask).await.unwrap();
    assert_eq!(ada.ask(&key, &ask).await.unwrap(), first);
    ended(&ada, first.question_id).await;
    let chat = ada.chat(None).await.unwrap();
    assert_eq!((chat.turns.len(), chat.turns[0].answers.len(), chat.more), (1, 1, false));
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn the_page_is_told_the_answer_and_its_end() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let mut page = student_page(&ada).await;
    let asked = ada.ask(&IdempotencyKey::new(), &words("What is a list?")).await.unwrap();
    let mut first = false;
    page.until(|message| {
        let ToStudent::Tutor { question_id, news } = message else { return None };
        assert_eq!(question_id, asked.question_id);
        match news {
            TutorNews::First { more, answer } => {
                assert!(!more && answer.agent == AgentKind::Concepts);
                first = true;
                None
            }
            TutorNews::Ended { ending } => {
                assert!(first && ending == Ending::Library);
                Some(())
            }
            other => panic!("{other:?} comes from no library"),
        }
    })
    .await;
    world.finish().await;
}

#[tokio::test]
async fn a_switched_off_tutor_takes_no_question_and_the_library_alone_asks_no_model() {
    let world = World::start().await;
    let (ada, teacher) = (world.student("Ada").await, world.teacher().await);
    let class = demo_class(&teacher).await;
    assert_eq!(ada.tutor().await.unwrap().mode, TutorMode::On);
    let mut page = student_page(&ada).await;
    teacher.switch_tutor(class, &TutorSwitch { mode: TutorMode::Off }).await.unwrap();
    page.until(|message| matches!(message, ToStudent::TutorSwitched { mode: TutorMode::Off }).then_some(()))
        .await;
    let problem = refused(ada.ask(&IdempotencyKey::new(), &words("What is a list?")).await);
    assert_eq!(problem.kind, ProblemKind::TutorOff);
    teacher.switch_tutor(class, &TutorSwitch { mode: TutorMode::Library }).await.unwrap();
    assert_eq!(ada.tutor().await.unwrap().mode, TutorMode::Library);
    assert_eq!(answer_to(&ada, &words("What is a list?")).await.ending, Some(Ending::Library));
    world.finish().await;
}

#[tokio::test]
async fn a_teacher_reads_the_class_and_why_answers_say_what_they_say() {
    let world = World::start().await;
    let (ada, teacher) = (world.student("Ada").await, world.teacher().await);
    let class = demo_class(&teacher).await;
    answer_to(&ada, &words("What is a list?")).await;
    let conversations = teacher.conversations(class).await.unwrap();
    assert_eq!(conversations.students.len(), 1);
    assert_eq!((conversations.students[0].name.as_str(), conversations.students[0].questions), ("Ada", 1));
    let conversation = teacher.conversation(class, ada.student_id()).await.unwrap();
    let turn = &conversation.turns[0];
    assert_eq!(turn.turn.question.text, "What is a list?");
    assert_eq!(turn.triaged.as_ref().unwrap().agent, AgentKind::Concepts);
    assert!(!turn.receipts[0].evidence.is_empty());
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_review_tells_what_the_tools_find() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let code = "import os\nx=1\nprint(x)\n".to_owned();
    let analyze = Analyze { code, error: None, topic_id: None, exercise_id: None };
    let asked = ada.analyze_review(&IdempotencyKey::new(), &analyze).await.unwrap();
    let turn = ended(&ada, asked.question_id).await;
    let found = turn.answers[0]
        .parts
        .iter()
        .any(|part| matches!(part, Part::Review { review } if !review.findings.is_empty()));
    assert!(found, "{:?}", turn.answers);
    world.finish().await;
}
