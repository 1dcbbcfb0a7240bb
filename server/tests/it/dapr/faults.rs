//! A sidecar that dies, comes late, or stays away: what was acknowledged arrives, once in effect and in order.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use learnflow_contracts::event::{Event, Topic};
use learnflow_contracts::{EventId, StudentId};
use learnflow_server::bus::{Bus, From, Group, Handler, Outcome, relay};
use learnflow_server::dapr::Sidecar;
use learnflow_server::storage::Storage;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{Corner, Resources, Way};
use crate::laws::fixtures::ran;
use crate::world::eventually;

const STUDENTS: usize = 8;
const EVENTS: usize = 60;

/// Applies each event once, as `progress` does with its inbox, and notes the order of each student's.
#[derive(Default)]
struct Applied(Mutex<(HashSet<EventId>, Orders)>);

/// What each student's events were, in order.
type Orders = HashMap<StudentId, Vec<EventId>>;

#[async_trait]
impl Handler for Applied {
    async fn handle(&self, event: &Event) -> Outcome {
        let mut applied = self.0.lock().unwrap();
        if applied.0.insert(event.id) {
            applied.1.entry(event.subject).or_default().push(event.id);
        }
        Outcome::Done
    }
}

impl Applied {
    fn count(&self) -> usize {
        self.0.lock().unwrap().0.len()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sidecar_killed_under_load_loses_nothing_and_changes_no_order() {
    let mut corner = Corner::with(&[("one", Way::Events)]).await;
    let (applied, stop, mut running) =
        (Arc::new(Applied::default()), CancellationToken::new(), JoinSet::new());
    let bus: Arc<dyn Bus> = corner.bus.clone();
    running.spawn(relay::run(corner.storage.clone(), bus.clone(), stop.clone()));
    let group = Group { name: "one", topics: &[Topic::CodeResults], from: From::LastPosition };
    let (handler, until) = (applied.clone(), stop.clone());
    running.spawn(async move { bus.consume(group, handler, until).await });

    let students: Vec<_> = (0..STUDENTS).map(|_| StudentId::new()).collect();
    let (storage, writing) = (corner.storage.clone(), students.clone());
    let mut writer = JoinSet::new();
    writer.spawn(async move {
        let mut written: HashMap<StudentId, Vec<EventId>> = HashMap::new();
        for _ in 0..EVENTS {
            for student in &writing {
                let event = ran(*student);
                storage.record_event(&event).await.unwrap();
                written.entry(*student).or_default().push(event.id);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        written
    });
    let killed = STUDENTS * EVENTS / 4;
    eventually("a quarter to be applied", async || (applied.count() >= killed).then_some(())).await;
    corner.daprd.kill().unwrap();
    let daprd = super::started(corner.daprd).await;
    let (back, before) = (Instant::now(), applied.count());
    eventually("it to go on", async || (applied.count() > before).then_some(())).await;
    let healed = back.elapsed();
    let written = writer.join_next().await.unwrap().unwrap();
    eventually("all to be applied", async || (applied.count() == STUDENTS * EVENTS).then_some(())).await;
    assert_eq!(applied.0.lock().unwrap().1, written, "each student's events were applied once and in order");
    assert!(healed < Duration::from_secs(10), "it went on {healed:?} after the sidecar was back");
    stop.cancel();
    running.join_all().await;
    drop(daprd);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_sidecar_is_waited_for_and_one_that_stays_away_is_told() {
    let resources = Resources::for_groups(&[]).await;
    let daprd = resources.sidecar("late", 9);
    let sidecar = Sidecar::new(&daprd.url(), Some(learnflow_local_servers::daprd::API_TOKEN)).unwrap();
    let told = format!("{:#}", sidecar.wait(Duration::from_millis(300)).await.unwrap_err());
    assert!(told.contains("dapr.start_within_s") && told.contains("nobody answers at"), "{told}");
    let (waited, _daprd) = tokio::join!(sidecar.wait(Duration::from_mins(1)), super::started(daprd));
    waited.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_token_and_a_missing_component_are_told() {
    use learnflow_server::state::{Dapr, State};

    let corner = Corner::with(&[]).await;
    let stranger = Sidecar::new(&corner.daprd.url(), Some("another token")).unwrap();
    let told = Dapr::new(stranger, "learnflow-state").get("key").await.unwrap_err().to_string();
    assert!(told.contains("dapr.api_token_file"), "{told}");
    let told = Dapr::new(corner.client.clone(), "no-such-store").get("key").await.unwrap_err().to_string();
    assert!(told.contains("ERR_STATE_STORE_NOT_FOUND"), "{told}");
}
