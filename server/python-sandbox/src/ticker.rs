//! Lets busy programs take turns: a thread that counts up the engine's epoch.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use wasmtime::{Engine, EngineWeak};

/// How long a program may keep the processor before it has to let others in, and so
/// how late it can notice that its time is up. A hello is over in one such turn; taking
/// turns so often costs a program that counts less than 1 %.
const TURN: Duration = Duration::from_millis(1);

/// Ticks while at least one program runs, and sleeps otherwise.
#[derive(Debug)]
pub(crate) struct Ticker {
    running: Arc<AtomicU32>,
    thread: JoinHandle<()>,
}

impl Ticker {
    pub(crate) fn start(engine: &Engine) -> std::io::Result<Self> {
        let running = Arc::new(AtomicU32::new(0));
        let (engine, count) = (engine.weak(), running.clone());
        let thread =
            thread::Builder::new().name("sandbox-ticker".into()).spawn(move || tick(&engine, &count))?;
        Ok(Self { running, thread })
    }

    /// Ticks at least until the guard is dropped.
    pub(crate) fn hold(&self) -> Held<'_> {
        if self.running.fetch_add(1, Ordering::AcqRel) == 0 {
            self.thread.thread().unpark();
        }
        Held(&self.running)
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        // The thread sees that the engine is gone and ends by itself.
        self.thread.thread().unpark();
    }
}

fn tick(engine: &EngineWeak, running: &AtomicU32) {
    loop {
        if running.load(Ordering::Acquire) == 0 {
            // A parked thread may wake for no reason, so there is a look at the
            // engine now and then; one tick in vain does no harm.
            thread::park_timeout(Duration::from_secs(5));
        } else {
            thread::sleep(TURN);
        }
        match engine.upgrade() {
            Some(engine) => engine.increment_epoch(),
            None => return,
        }
    }
}

/// Keeps the ticker going.
#[derive(Debug)]
pub(crate) struct Held<'a>(&'a AtomicU32);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
