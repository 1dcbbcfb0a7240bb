//! The school with each role alone beside a sidecar of its own: questions, events and tickets go by Dapr.

use std::time::{Duration, Instant};

use learnflow_contracts::IdempotencyKey;
use learnflow_contracts::broker::{Declared, declared};
use learnflow_contracts::client::Client;
use learnflow_contracts::run::{Execute, RunStatus};
use learnflow_local_servers::daprd::{API_TOKEN, APP_TOKEN, Daprd};
use learnflow_local_servers::ports::free_port;
use learnflow_server::bus::kafka::topics::Topics;
use learnflow_server::config::{BusKind, ConfigurationKind, InvokeKind, ScheduleKind, Secret, StateKind};
use learnflow_server::role::Role;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use super::{Resources, started};
use crate::apart;
use crate::sockets::student_page;
use crate::world::{Person, StillClock, compiled, config, eventually, right, topic};

/// The roles that get a sidecar; the agents use that of progress.
const BESIDE: [Role; 4] = [Role::Execution, Role::Realtime, Role::Progress, Role::Gateway];
/// The place of progress among them, and among all.
const PROGRESS: usize = 2;

struct School {
    base: String,
    inner: String,
    sidecars: Vec<Daprd>,
    stop: CancellationToken,
    running: tokio::task::JoinSet<anyhow::Result<()>>,
    resources: Resources,
    _folder: TempDir,
}

impl School {
    async fn start() -> Self {
        compiled().await;
        let mut kafka = crate::kafka::corner().await;
        kafka.prefix = format!("s{}", kafka.prefix);
        let topics: Vec<_> = declared().iter().map(|one| Declared { partitions: 3, ..one.clone() }).collect();
        Topics::new(&kafka).unwrap().apply(&topics).await.unwrap();
        let resources = Resources::new(&kafka.brokers, &kafka.prefix).await.with_subscriptions();
        let folder = tempfile::tempdir().unwrap();
        let mut settings = config(folder.path());
        settings.bus.kind = BusKind::Dapr;
        settings.state.kind = StateKind::Dapr;
        settings.invoke.kind = InvokeKind::Dapr;
        settings.schedule.kind = ScheduleKind::Dapr;
        settings.configuration.kind = ConfigurationKind::Dapr;
        settings.dapr.topic_prefix.clone_from(&kafka.prefix);
        settings.dapr.api_token = Some(Secret::new(API_TOKEN));
        settings.dapr.app_token = Some(Secret::new(APP_TOKEN));
        let (mut places, mut sidecars) = (Vec::new(), Vec::new());
        for role in apart::IN_ORDER {
            if !BESIDE.contains(&role) {
                places.push((role, 0, sidecars.last().map_or_else(String::new, Daprd::url)));
                continue;
            }
            let port = free_port().unwrap();
            let daprd = started(resources.sidecar(&settings.dapr.app_id(role), port)).await;
            places.push((role, port, daprd.url()));
            sidecars.push(daprd);
        }
        let (clock, stop) = (std::sync::Arc::new(StillClock::new()), CancellationToken::new());
        let school = apart::serve_at(&settings, clock, &stop, &places).await;
        let (inner, _) = &school.doors[PROGRESS];
        let inner = format!("http://{inner}");
        let (base, running) = (school.base, school.running);
        Self { base, inner, sidecars, stop, running, resources, _folder: folder }
    }

    async fn ready(&self) -> u16 {
        reqwest::get(format!("{}/ready", self.inner)).await.unwrap().status().as_u16()
    }

    async fn finish(mut self) {
        self.stop.cancel();
        while let Some(ended) = self.running.join_next().await {
            ended.unwrap().unwrap();
        }
    }
}

async fn mastery(student: &Person) -> f64 {
    let progress = student.progress(student.session.user.id).await.unwrap();
    let mine = progress.topics.iter().find(|one| one.topic_id == topic());
    mine.map_or(0.0, |one| one.mastery.score)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_student_works_over_dapr_and_a_lost_sidecar_heals() {
    let mut school = School::start().await;
    let client = Client::new(&school.base).unwrap();
    let student =
        |name| crate::world::join(learnflow_server::demo::CLASS_CODE, name, learnflow_server::demo::PIN);
    let ada = Person::new(&client, client.join(&student("Ada")).await.unwrap());
    let bao = Person::new(&client, client.join(&student("Bao")).await.unwrap());

    let ran = ada.execute(&Execute { code: "print(6 * 7)".to_owned(), ..Execute::default() }).await.unwrap();
    assert_eq!((ran.outcome.status, ran.output[0].text.as_str()), (RunStatus::Finished, "42\n"));
    let mut page = student_page(&ada).await;
    page.run("print('live')").await;
    let result = ada.submit(&IdempotencyKey::new(), &right()).await.unwrap();
    let told = page.until(|message| match message {
        learnflow_contracts::live::ToStudent::Graded { result } => Some(*result),
        _ => None,
    });
    assert_eq!(told.await, result);
    eventually("mastery", async || (mastery(&ada).await > 0.0).then_some(())).await;
    let copies = format!(
        "SELECT count(*) FROM dapr_state WHERE key LIKE 'student:{}:mastery:____-__-__:%'",
        ada.session.user.id
    );
    let copies = async || (school.resources.sql(&copies).await.trim() == "5").then_some(());
    eventually("each part of the day's mastery in the state", copies).await;

    assert_eq!(school.ready().await, 200);
    school.sidecars[PROGRESS].kill().unwrap();
    assert_eq!(school.ready().await, 503, "it tells that its sidecar is away");
    bao.submit(&IdempotencyKey::new(), &right()).await.unwrap();
    assert!(mastery(&bao).await.abs() < f64::EPSILON, "reads answer meanwhile");
    let killed = school.sidecars.remove(PROGRESS);
    school.sidecars.insert(PROGRESS, started(killed).await);
    let back = Instant::now();
    eventually("mastery after all", async || (mastery(&bao).await > 0.0).then_some(())).await;
    assert!(
        back.elapsed() < Duration::from_secs(10),
        "it healed {:?} after the sidecar was back",
        back.elapsed()
    );
    assert_eq!(school.ready().await, 200);
    school.finish().await;
}
