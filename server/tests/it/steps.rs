//! A program gone through step by step, and what its `turtle` draws, over the API.

use learnflow_contracts::ProblemKind;
use learnflow_contracts::drawing::Stroke;
use learnflow_contracts::run::{Execute, RunStatus};
use learnflow_contracts::steps::{ExecuteSteps, StepEvent, StepValue};

use crate::world::{World, refused};

#[tokio::test(flavor = "multi_thread")]
pub(crate) async fn a_student_goes_through_a_program() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let code = "name = input('Who? ')\nletters = [name[0]]\nprint(letters)\n".to_owned();
    let steps = ada
        .execute_steps(&ExecuteSteps { code, input: "Bo\n".to_owned(), ..ExecuteSteps::default() })
        .await
        .unwrap();
    assert_eq!((steps.outcome.status, steps.complete), (RunStatus::Finished, true));
    let lines: Vec<_> = steps.steps.iter().map(|step| step.line).collect();
    assert_eq!(lines, [1, 2, 3, 3]);
    let end = steps.steps.last().unwrap();
    assert_eq!((end.event, end.read), (StepEvent::Return, 1));
    let frame = &steps.frames[end.stack[0].frame as usize];
    assert_eq!(frame.variables[0].value, StepValue::Plain { text: "'Bo'".to_owned() });
    let list = &steps.objects[end.heap[0] as usize];
    assert_eq!(frame.variables[1].value, StepValue::Object { number: list.number });
    let screen: String = steps.shown.iter().map(|piece| piece.text.as_str()).collect();
    assert_eq!(screen, "Who? Bo\n['B']\n");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_have_limits_of_their_own() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let code = "n = 0\nwhile True:\n    n += 1\n".to_owned();
    let steps = ada.execute_steps(&ExecuteSteps { code, ..ExecuteSteps::default() }).await.unwrap();
    assert_eq!(
        (steps.outcome.status, steps.steps.len(), steps.complete),
        (RunStatus::TimedOut, 1_000, false)
    );
    let long = ExecuteSteps { code: " ".repeat(70_000), ..ExecuteSteps::default() };
    assert_eq!(refused(ada.execute_steps(&long).await).kind, ProblemKind::TooLarge);
    let teacher = world.teacher().await;
    let refusal = refused(teacher.execute_steps(&ExecuteSteps::default()).await);
    assert_eq!(refusal.kind, ProblemKind::NotAllowed);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
pub(crate) async fn a_drawing_comes_with_the_run() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let code = "import turtle\nturtle.forward(50)\nprint('drawn')\n".to_owned();
    let result = ada.execute(&Execute { code, ..Execute::default() }).await.unwrap();
    assert!(matches!(result.drawing[..], [Stroke::Look { .. }, Stroke::Move { .. }]), "{:?}", result.drawing);
    assert_eq!(result.output[0].text, "drawn\n");
    world.finish().await;
}
