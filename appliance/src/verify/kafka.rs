//! The broker: does it answer, are the topics as declared, how long is the way there and back.

use anyhow::bail;
use learnflow_server::bus::kafka::probe::Probe;
use learnflow_server::bus::kafka::topics::{Topics, all};

use super::{Check, Checking, Passed, quantiles};

const AREA: &str = "kafka";
/// Enough for a 95th percentile; a round trip takes some milliseconds.
const ROUND_TRIPS: usize = 40;

pub(super) async fn run(checking: &Checking<'_>) -> Vec<Check> {
    let kafka = &checking.config.kafka;
    let broker = checking.check(AREA, "broker", async {
        let count = Topics::new(kafka)?.brokers().await?;
        Ok(Passed::new(format!("{count} at {}", kafka.brokers)))
    });
    let broker = broker.await;
    // One cause, one line: the others would only say it again.
    if !broker.passed() {
        return vec![broker];
    }
    let topics = checking.check(AREA, "topics", async {
        let faults = Topics::new(kafka)?.verify(all()).await?;
        if !faults.is_empty() {
            bail!("{}", faults.join("; "));
        }
        Ok(Passed::new(format!("{} as declared", all().len())))
    });
    let round_trip = checking.check(AREA, "publish to consume", async {
        let mut probe = Probe::open(kafka).await?;
        let mut samples = Vec::new();
        for number in 0..ROUND_TRIPS {
            samples.push(probe.round_trip(format!("{number}").as_bytes()).await?);
        }
        probe.close().await?;
        let (p50, p95) = quantiles(&mut samples);
        let measures = [("p50_ms", p50), ("p95_ms", p95)].into();
        Ok(Passed { seen: format!("{ROUND_TRIPS} records there and back"), measures })
    });
    vec![broker, topics.await, round_trip.await]
}
