//! What every Schedule keeps. A tick says "look now": it may come twice, and one that is missed is made up for.

use std::time::{Duration, Instant};

use learnflow_local_servers::daprd::APP_TOKEN;
use learnflow_server::config::Config;
use learnflow_server::schedule::{Dapr, Job, Schedule, Timer};
use reqwest::StatusCode;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::dapr::{Resources, file, started};
use crate::world::LIMIT;

const SHORT: Duration = Duration::from_secs(1);
const NEVER: Duration = Duration::from_hours(10);

/// Work is due at the start, and again and again.
async fn the_first_comes_at_once_and_others_follow(schedule: &dyn Schedule, every: Duration) {
    let mut ticks = schedule.ticks(Job::Sweep, every);
    let began = Instant::now();
    ticks.next().await;
    assert!(began.elapsed() < SHORT, "{:?}", began.elapsed());
    for _ in 0..2 {
        tokio::time::timeout(LIMIT, ticks.next()).await.unwrap();
    }
}

#[tokio::test]
async fn by_a_timer_the_first_comes_at_once_and_others_follow() {
    the_first_comes_at_once_and_others_follow(&Timer, SHORT).await;
}

/// A door that ticks come in by.
async fn door(schedule: &std::sync::Arc<Dapr>) -> (u16, JoinSet<anyhow::Result<()>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let (port, serving) = (listener.local_addr().unwrap().port(), schedule.clone());
    let mut running = JoinSet::new();
    running.spawn(async move { serving.serve(listener, APP_TOKEN, CancellationToken::new()).await });
    (port, running)
}

#[tokio::test(flavor = "multi_thread")]
async fn by_a_real_sidecars_timer_the_first_comes_at_once_and_others_follow() {
    let schedule = std::sync::Arc::default();
    let (port, _running) = door(&schedule).await;
    let resources = Resources::for_groups(&[]).await;
    let soon = file("schedule.yaml").replace("@every 1h", "@every 1s").replace("@every 30s", "@every 1s");
    resources.write("schedule.yaml", &soon.replace("scopes:\n", "unscoped:\n"));
    let mut daprd = started(resources.sidecar("laws", port)).await;
    // Its own time is never: every tick but the first is the sidecar's.
    the_first_comes_at_once_and_others_follow(schedule.as_ref(), NEVER).await;
    for job in Job::ALL {
        let mut ticks = schedule.ticks(job, NEVER);
        for _ in 0..2 {
            tokio::time::timeout(LIMIT, ticks.next()).await.unwrap_or_else(|_| panic!("no {}", job.name()));
        }
    }
    daprd.kill().unwrap();
    let mut ticks = schedule.ticks(Job::Look, NEVER);
    ticks.next().await;
    // One may have been on its way.
    let _ = tokio::time::timeout(SHORT, ticks.next()).await;
    let missed = tokio::time::timeout(SHORT * 2, ticks.next()).await;
    assert!(missed.is_err(), "nobody ticks while the sidecar is away");
    let _daprd = started(daprd).await;
    tokio::time::timeout(LIMIT, ticks.next()).await.expect("it ticks again");
}

#[tokio::test]
async fn ticks_come_from_the_sidecar_alone_and_two_of_them_are_one() {
    let schedule = std::sync::Arc::default();
    let (port, _running) = door(&schedule).await;
    let mut ticks = schedule.ticks(Job::Sweep, NEVER);
    ticks.next().await;
    let client = reqwest::Client::new();
    let tick = async |token: &str, job: &str| {
        let url = format!("http://127.0.0.1:{port}/dapr/schedule/{job}");
        client.post(url).header("dapr-api-token", token).send().await.unwrap().status()
    };
    assert_eq!(tick("a token of somebody else, 32 characters", "sweep").await, StatusCode::UNAUTHORIZED);
    assert_eq!(tick("", "sweep").await, StatusCode::UNAUTHORIZED);
    assert_eq!(tick(APP_TOKEN, "no-such-work").await, StatusCode::NOT_FOUND);
    let none = tokio::time::timeout(Duration::from_millis(100), ticks.next()).await;
    assert!(none.is_err(), "a stranger's tick is none");
    for _ in 0..3 {
        assert_eq!(tick(APP_TOKEN, "sweep").await, StatusCode::OK);
    }
    tokio::time::timeout(LIMIT, ticks.next()).await.unwrap();
    let second = tokio::time::timeout(Duration::from_millis(100), ticks.next()).await;
    assert!(second.is_err(), "what came while nobody waited was one");
}

#[tokio::test]
async fn without_a_sidecar_work_is_done_all_the_same() {
    let mut ticks = Dapr::default().ticks(Job::Housekeeping, Duration::from_millis(50));
    for _ in 0..3 {
        tokio::time::timeout(LIMIT, ticks.next()).await.unwrap();
    }
}

#[test]
fn the_sidecars_timers_are_those_of_the_code() {
    let schedule = file("schedule.yaml");
    let documents: Vec<_> = schedule.split("---\n").collect();
    assert_eq!(documents.len(), Job::ALL.len());
    let look = Config::default().struggle.look_every_s;
    for job in Job::ALL {
        let name = format!("name: learnflow-{}\n", job.name());
        let document = documents.iter().find(|one| one.contains(&name)).expect("each job has its binding");
        assert!(document.contains(&format!("value: /dapr/schedule/{}\n", job.name())), "{document}");
        assert!(document.contains(&format!("scopes:\n  - learnflow-{}\n", job.role())), "{document}");
        let every = match job {
            Job::Housekeeping => "1h".to_owned(),
            Job::Sweep => "30s".to_owned(),
            Job::Look => format!("{look}s"),
        };
        assert!(document.contains(&format!("value: \"@every {every}\"\n")), "{document}");
    }
}
