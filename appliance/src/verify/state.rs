//! The state store: a value is written, read and taken, and how long that takes.

use std::time::{Duration, Instant};

use anyhow::ensure;
use learnflow_contracts::EventId;
use learnflow_server::dapr::Sidecar;
use learnflow_server::state::{Dapr, Error, Only, State};
use serde_json::json;

use super::{Check, Checking, Passed, quantiles};

const AREA: &str = "state";
/// Enough for a 95th percentile.
const TIMES: usize = 40;
/// Whatever happens, nothing of this is left after a minute.
const LIFE: Duration = Duration::from_mins(1);

pub(super) async fn run(checking: &Checking<'_>) -> Vec<Check> {
    let config = &checking.config.dapr;
    let key = format!("verify:{}", EventId::new());
    let there_and_back = checking.check(AREA, "write and read", async {
        let state = Dapr::new(Sidecar::of(config)?, &config.state_store);
        let (mut writes, mut reads) = (Vec::new(), Vec::new());
        for number in 0..TIMES {
            let began = Instant::now();
            state.put(&key, json!(number), LIFE, Only::Always).await?;
            writes.push(began.elapsed());
            let began = Instant::now();
            let held = state.get(&key).await?;
            reads.push(began.elapsed());
            ensure!(
                held.is_some_and(|held| held.value == json!(number)),
                "what was written is not what is read: does another school use this store with the same keys?"
            );
        }
        let (write_p50, write_p95) = quantiles(&mut writes);
        let (read_p50, read_p95) = quantiles(&mut reads);
        let measures = [
            ("write_p50_ms", write_p50),
            ("write_p95_ms", write_p95),
            ("read_p50_ms", read_p50),
            ("read_p95_ms", read_p95),
        ];
        Ok(Passed { seen: format!("{TIMES} values"), measures: measures.into() })
    });
    let there_and_back = there_and_back.await;
    // One cause, one line: the other would only say it again.
    if !there_and_back.passed() {
        return vec![there_and_back];
    }
    let once = checking.check(AREA, "etags", async {
        let state = Dapr::new(Sidecar::of(config)?, &config.state_store);
        let old = state.get(&key).await?;
        state.put(&key, json!("newer"), LIFE, Only::Always).await?;
        if let Some(old) = old {
            let late = state.delete(&key, &old.etag).await;
            ensure!(
                matches!(late, Err(Error::Changed)),
                "a value that was changed meanwhile could be deleted: use a store with etags (k3s/dapr/state.yaml)"
            );
        }
        ensure!(state.take(&key).await? == Some(json!("newer")), "a value could not be taken");
        ensure!(state.take(&key).await?.is_none(), "a value could be taken twice");
        Ok(Passed::new("a value is taken once"))
    });
    vec![there_and_back, once.await]
}
