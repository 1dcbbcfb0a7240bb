//! The database: does it answer, are its tables what the program knows, how long is a write and a read.

use learnflow_server::storage::postgres::probe::Probe;

use super::{Check, Checking, Passed, quantiles};

const AREA: &str = "postgres";
/// Enough for a 95th percentile; a write waits for the disk.
const ROUND_TRIPS: usize = 40;

pub(super) async fn run(checking: &Checking<'_>) -> Vec<Check> {
    let settings = &checking.config.postgres;
    let server = checking.check(AREA, "server", async {
        let version = Probe::connect(settings).await?.version().await?;
        Ok(Passed::new(format!("version {version} answers")))
    });
    let server = server.await;
    // One cause, one line: the others would only say it again.
    if !server.passed() {
        return vec![server];
    }
    let migrations = checking.check(AREA, "migrations", async {
        let count = Probe::connect(settings).await?.migrations().await?;
        Ok(Passed::new(format!("{count} applied, none missing")))
    });
    let tables = checking.check(AREA, "tables", async {
        let (tables, indexes) = Probe::connect(settings).await?.tables_and_indexes().await?;
        Ok(Passed::new(format!("{tables} tables and {indexes} indexes")))
    });
    let round_trip = checking.check(AREA, "write and read", async {
        let mut probe = Probe::connect(settings).await?;
        let (mut writes, mut reads) = (Vec::new(), Vec::new());
        for _ in 0..ROUND_TRIPS {
            let (wrote, read) = probe.round_trip().await?;
            writes.push(wrote);
            reads.push(read);
        }
        let (write_p50, write_p95) = quantiles(&mut writes);
        let (read_p50, read_p95) = quantiles(&mut reads);
        let measures = [
            ("write_p50_ms", write_p50),
            ("write_p95_ms", write_p95),
            ("read_p50_ms", read_p50),
            ("read_p95_ms", read_p95),
        ];
        Ok(Passed { seen: format!("{ROUND_TRIPS} rows there and back"), measures: measures.into() })
    });
    vec![server, migrations.await, tables.await, round_trip.await]
}
