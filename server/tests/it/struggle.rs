//! Who is stuck: from failed submissions to the teacher's page and back, and the replay.

use learnflow_contracts::alerts::{Alert, MarkAlert, StruggleRule};
use learnflow_contracts::live::ToTeacher;
use learnflow_contracts::{IdempotencyKey, ProblemKind};

use crate::sockets::{Page, class_page};
use crate::world::{Person, World, demo_class, refused, right, wrong};

async fn fails(student: &Person, times: u32) {
    for _ in 0..times {
        student.submit(&IdempotencyKey::new(), &wrong()).await.unwrap();
    }
}

async fn told(page: &mut Page<ToTeacher>) -> Alert {
    page.until(|message| match message {
        ToTeacher::Alert { alert } => Some(*alert),
        _ => None,
    })
    .await
}

#[tokio::test]
pub(crate) async fn a_stuck_student_appears_on_the_open_page_and_leaves_it_by_passing() {
    let world = World::start().await;
    let (teacher, ada) = (world.teacher().await, world.student("Ada").await);
    let class = demo_class(&teacher).await;
    let mut page = class_page(&teacher, class).await.unwrap();
    fails(&ada, 5).await;
    let alert = told(&mut page).await;
    assert_eq!((alert.rule, alert.name.as_str()), (StruggleRule::FailedInARow, "Ada"));
    assert_eq!((alert.evidence.times, alert.resolved_at), (5, None));
    assert_eq!(teacher.alerts(class).await.unwrap().alerts, std::slice::from_ref(&alert));

    let marked = teacher.mark_alert(class, alert.id, &MarkAlert { useful: true }).await.unwrap();
    assert_eq!(marked.mark.as_ref().map(|mark| mark.useful), Some(true));
    assert_eq!(told(&mut page).await, marked, "other pages of the teacher show the mark too");
    let shares = teacher.alerts(class).await.unwrap().shares;
    assert_eq!((shares[0].rule, shares[0].marked, shares[0].useful), (StruggleRule::FailedInARow, 1, 1));

    ada.submit(&IdempotencyKey::new(), &right()).await.unwrap();
    assert!(told(&mut page).await.resolved_at.is_some());
    world.finish().await;
}

#[tokio::test]
async fn nobody_else_sees_or_marks_an_alert() {
    let world = World::start().await;
    let (teacher, other, ada) =
        (world.teacher().await, world.other_teacher().await, world.student("Ada").await);
    let class = demo_class(&teacher).await;
    let mut page = class_page(&teacher, class).await.unwrap();
    fails(&ada, 5).await;
    let alert = told(&mut page).await;
    let mark = MarkAlert { useful: false };
    assert_eq!(refused(other.alerts(class).await).kind, ProblemKind::NotFound);
    assert_eq!(refused(other.mark_alert(class, alert.id, &mark).await).kind, ProblemKind::NotFound);
    assert_eq!(refused(ada.alerts(class).await).kind, ProblemKind::NotAllowed);
    assert_eq!(refused(ada.mark_alert(class, alert.id, &mark).await).kind, ProblemKind::NotAllowed);
    assert_eq!(teacher.alerts(class).await.unwrap().alerts[0].mark, None);
    world.finish().await;
}

#[tokio::test]
async fn work_without_progress_is_noticed_while_nothing_happens() {
    let world = World::with(|config| config.struggle.look_every_s = 1).await;
    let (teacher, ada) = (world.teacher().await, world.student("Ada").await);
    let class = demo_class(&teacher).await;
    let mut page = class_page(&teacher, class).await.unwrap();
    // The first try is progress: it gets a part right. The others are not.
    for _ in 0..4 {
        fails(&ada, 1).await;
        world.clock.pass(299);
    }
    world.clock.pass(60);
    let alert = told(&mut page).await;
    assert_eq!(alert.rule, StruggleRule::NoProgress);
    world.finish().await;
}
