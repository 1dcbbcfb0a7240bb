//! Two-stage shutdown: the first signal finishes what is in hand, the second, or the end of the grace
//! period, leaves.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// Fires `stop` at the first signal; returns at the second one, or after `grace`.
pub async fn signals(stop: CancellationToken, grace: Duration) -> anyhow::Result<()> {
    let mut signals = Signals::new()?;
    tokio::select! {
        () = signals.next() => tracing::info!("stopping: finishing what is in hand; a second signal leaves at once"),
        // A role has failed: the same grace for the others.
        () = stop.cancelled() => {}
    }
    stop.cancel();
    tokio::select! {
        () = signals.next() => tracing::warn!("second signal: leaving at once"),
        () = tokio::time::sleep(grace) => tracing::warn!("the grace period is over: leaving"),
    }
    Ok(())
}

#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> anyhow::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[expect(clippy::unnecessary_wraps, reason = "the same shape as on unix")]
    fn new() -> anyhow::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
