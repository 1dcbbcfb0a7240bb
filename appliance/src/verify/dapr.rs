//! The sidecar: is it there, does it know our token, has it loaded what the settings name.

use anyhow::ensure;
use learnflow_server::dapr::Sidecar;

use super::{Check, Checking, Passed};

const AREA: &str = "dapr";

pub(super) async fn run(checking: &Checking<'_>) -> Vec<Check> {
    let dapr = &checking.config.dapr;
    let sidecar = checking.check(AREA, "sidecar", async {
        Sidecar::of(dapr)?.ready().await?;
        Ok(Passed::new(format!("at {}", dapr.address)))
    });
    let sidecar = sidecar.await;
    // One cause, one line: the other would only say it again.
    if !sidecar.passed() {
        return vec![sidecar];
    }
    let components = checking.check(AREA, "components", async {
        let loaded = Sidecar::of(dapr)?.components().await?;
        let missing: Vec<_> =
            [&dapr.pubsub, &dapr.state_store].into_iter().filter(|name| !loaded.contains(name)).collect();
        ensure!(
            missing.is_empty(),
            "{missing:?} are not loaded: put their files (k3s/dapr) into the sidecar's resources, and look at their scopes"
        );
        Ok(Passed::new(format!("{} loaded", loaded.len())))
    });
    vec![sidecar, components.await]
}
