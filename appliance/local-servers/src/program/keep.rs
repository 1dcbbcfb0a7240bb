//! Keeps things running: what ends by itself, or by somebody's `kill`, is started again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::say;

/// Something that is to run.
pub(crate) trait Keep: Send {
    fn name(&self) -> String;
    fn runs(&mut self) -> bool;
    fn start_again(&mut self) -> anyhow::Result<()>;
    fn stop(&mut self) -> anyhow::Result<()>;
}

/// How often one looks whether it runs.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Between an end and the next start.
const PAUSE: Duration = Duration::from_secs(1);
/// What ends so soon after its start did not work.
const SOON: Duration = Duration::from_secs(5);
/// So many times in a row, and it will not work.
const TRIES: u32 = 3;

/// Keeps everything running until `stop` is set, by a signal or by something that cannot be kept running.
pub(crate) fn keep_all(all: Vec<&mut dyn Keep>, stop: &AtomicBool) -> anyhow::Result<()> {
    let keeping = |one| {
        let kept = keep(one, stop);
        stop.store(true, Ordering::Relaxed);
        kept
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = all.into_iter().map(|one| scope.spawn(|| keeping(one))).collect();
        // The scope waits for the others too.
        threads.into_iter().try_for_each(|thread| thread.join().expect("keeping does not panic"))
    })
}

fn keep(one: &mut dyn Keep, stop: &AtomicBool) -> anyhow::Result<()> {
    let (mut started, mut soon) = (Instant::now(), 0);
    while !stop.load(Ordering::Relaxed) {
        std::thread::sleep(LOOK_EVERY);
        if one.runs() {
            continue;
        }
        let name = one.name();
        soon = if started.elapsed() < SOON { soon + 1 } else { 0 };
        if soon == TRIES {
            bail!("{name} ends again and again as soon as it is started: what it says is above");
        }
        std::thread::sleep(PAUSE);
        if stop.load(Ordering::Relaxed) {
            break;
        }
        say(&format!("{name} has ended: starting it again"));
        one.start_again().with_context(|| format!("starting {name} again"))?;
        say(&format!("{name} runs again"));
        started = Instant::now();
    }
    Ok(())
}

/// Stops all at once; the first failure is told.
pub(crate) fn end<K: Keep>(all: Vec<K>) -> anyhow::Result<()> {
    std::thread::scope(|scope| {
        let stop = |mut one: K| one.stop().with_context(|| format!("stopping {}", one.name()));
        let threads: Vec<_> = all.into_iter().map(|one| scope.spawn(move || stop(one))).collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("stopping does not panic"))
    })
}
