//! Ordinary texts while an exercise of the same topic is at hand: they are let through.

use futures::future::join_all;
use learnflow_contracts::IdempotencyKey;
use learnflow_contracts::exercises::ExerciseKind;
use learnflow_contracts::tutor::{Ending, Explain};
use learnflow_server::curriculum::Curriculum;

use super::says::{Says, turns};
use crate::world::{World, class_with};

/// Ordinary explanations, as the curriculum has them, while an exercise of the same topic is at hand.
#[tokio::test(flavor = "multi_thread")]
async fn ordinary_explanations_are_let_through() {
    let curriculum = Curriculum::builtin().unwrap();
    let mut ordinary = Vec::new();
    for topic in curriculum.topics() {
        let at_hand =
            topic.exercises.iter().filter(|exercise| exercise.view.kind != ExerciseKind::Predict).nth(1);
        let Some(at_hand) = at_hand else { continue };
        let sections = topic.view.explanations.beginner.split("\n## ").skip(1).take(3);
        for section in sections.map(str::to_owned).chain(at_hand.view.hints.iter().cloned()) {
            let mark = format!("mark-{}", ordinary.len());
            ordinary.push((mark, topic.view.id.clone(), at_hand.view.id.clone(), section));
        }
    }
    let script = ordinary.iter().map(|(mark, _, _, text)| (mark.clone(), text.clone()));
    let world = World::with_model(turns(Says::script(script))).await;
    let all = ordinary.len();
    let names: Vec<_> = (0..8).map(|n| format!("Student {n}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let teacher = world.teacher().await;
    let (class, pins) = class_with(&teacher, &names).await;
    let mut running = Vec::new();
    let size = all.div_ceil(names.len());
    for (chunk, pin) in ordinary.chunks(size).map(<[_]>::to_vec).zip(&pins.students) {
        let student = world.join(&class.code, &pin.name, &pin.pin).await;
        running.push(async move {
            let mut refused = Vec::new();
            for (mark, topic, exercise, text) in chunk {
                let explain = Explain {
                    topic_id: Some(topic),
                    exercise_id: Some(exercise.clone()),
                    text: format!("Please explain this. {mark}"),
                };
                let asked = student.explain(&IdempotencyKey::new(), &explain).await.unwrap();
                let turn = crate::tutor::ended(&student, asked.question_id).await;
                if turn.ending != Some(Ending::Model) {
                    refused.push(format!("{exercise} {:?}: {text}", turn.ending));
                }
            }
            refused
        });
    }
    let refused: Vec<_> = join_all(running).await.into_iter().flatten().collect();
    eprintln!("{} of {all} ordinary texts were kept back:\n{}", refused.len(), refused.join("\n=====\n"));
    assert!(refused.len() * 100 <= all * 4, "{} of {all}", refused.len());
    world.finish().await;
}
