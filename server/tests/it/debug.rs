//! Hints on a wrong program, through the door that students and teachers use, with no model anywhere.

use learnflow_contracts::tutor::{
    AgentKind, Analyze, AnswerEvidence, AnswerSource, Ending, Part, Rung, Turn,
};
use learnflow_contracts::{IdempotencyKey, ProblemKind};

use crate::tutor::{ended, markdown};
use crate::world::{Person, World, demo_class, refused, right, say_hello, wrong};

fn program(code: &str) -> Analyze {
    Analyze { code: code.to_owned(), error: None, topic_id: None, exercise_id: None }
}

async fn hints_on(student: &Person, analyze: &Analyze) -> Turn {
    let asked = student.analyze_debug(&IdempotencyKey::new(), analyze).await.unwrap();
    ended(student, asked.question_id).await
}

/// The hints that are open.
fn open(turn: &Turn) -> &[Rung] {
    let hints = turn.answers[0].parts.iter().find_map(|part| match part {
        Part::Hints { rungs, of: 3 } => Some(rungs.as_slice()),
        _ => None,
    });
    hints.expect("a ladder of three")
}

#[tokio::test]
async fn hints_are_opened_one_after_the_other_and_say_what_python_means() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let analyze = Analyze { exercise_id: Some(say_hello()), ..program("text = 1\nprint(txet)\n") };
    let turn = hints_on(&ada, &analyze).await;
    assert_eq!((turn.agent, turn.ending), (Some(AgentKind::Debug), Some(Ending::Library)));
    assert_eq!(turn.answers[0].source, AnswerSource::Library);
    let first = open(&turn);
    assert_eq!((first.len(), first[0].rung, first[0].line), (1, 1, Some(2)));
    assert!(first[0].markdown.contains("`NameError`"), "{}", first[0].markdown);

    let second = ada.open_rung(turn.question_id, &IdempotencyKey::new()).await.unwrap();
    assert_eq!(second.rung, 2);
    assert!(second.markdown.contains("`txet`") && second.markdown.contains("`text`"), "{}", second.markdown);
    assert!(second.markdown.contains('?'));
    let third = ada.open_rung(turn.question_id, &IdempotencyKey::new()).await.unwrap();
    assert_eq!(third.rung, 3);
    let further = refused(ada.open_rung(turn.question_id, &IdempotencyKey::new()).await);
    assert_eq!(further.kind, ProblemKind::NotFound);
    world.finish().await;
}

#[tokio::test]
async fn a_wrong_output_is_told_with_its_test_and_the_teacher_sees_why() {
    let world = World::start().await;
    let (ada, teacher) = (world.student("Ada").await, world.teacher().await);
    let analyze = Analyze { exercise_id: Some(say_hello()), ..program(&wrong().answer) };
    let turn = hints_on(&ada, &analyze).await;
    assert_eq!(open(&turn)[0].line, Some(1));
    let conversation = teacher.conversation(demo_class(&teacher).await, ada.student_id()).await.unwrap();
    let evidence = &conversation.turns[0].receipts[0].evidence;
    let tested = evidence
        .iter()
        .any(|one| matches!(one, AnswerEvidence::Test { got: Some(got), .. } if got.contains("Hello world")));
    let ruled = evidence.iter().any(|one| matches!(one, AnswerEvidence::Rule { .. }));
    assert!(tested && ruled, "{evidence:?}");
    assert!(
        conversation.turns[0].receipts[0].gate.is_empty(),
        "{:?}",
        conversation.turns[0].receipts[0].gate
    );
    world.finish().await;
}

#[tokio::test]
async fn a_program_that_passes_is_told_so_and_one_without_tests_is_asked_about() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let passes = Analyze { exercise_id: Some(say_hello()), ..program(&right().answer) };
    assert!(markdown(&hints_on(&ada, &passes).await).contains("passes all of them"));
    let turn = hints_on(&ada, &program("print(3)\n")).await;
    assert!(open(&turn)[0].markdown.contains('?'), "{:?}", open(&turn));
    world.finish().await;
}

#[tokio::test]
async fn a_traceback_alone_is_explained_and_the_program_asked_for() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let text = "what does this mean\nZeroDivisionError: division by zero".to_owned();
    let ask = learnflow_contracts::tutor::Ask { text, ..Default::default() };
    let asked = ada.ask(&IdempotencyKey::new(), &ask).await.unwrap();
    let turn = ended(&ada, asked.question_id).await;
    assert_eq!(turn.agent, Some(AgentKind::Debug));
    assert!(markdown(&turn).contains("divides by zero"), "{turn:?}");
    world.finish().await;
}
