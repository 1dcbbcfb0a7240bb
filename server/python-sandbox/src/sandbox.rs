//! The sandbox: a compiled component, a pool of instances, and threads to run them.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::available_parallelism;

use tokio::runtime::Runtime;
use tokio::sync::Semaphore;
use tokio_util::task::AbortOnDropHandle;

use crate::clock::Clock;
use crate::instance::{Instance, Snapshot, linker};
use crate::terminal::Terminal;
use crate::ticker::Ticker;
use crate::{Console, Death, Limits, Outcome, Program, Report, Test, TestResult, artifact, engine, grade};

/// WebAssembly counts memory in pages of this many bytes.
const WASM_PAGE: usize = 64 << 10;

/// Where the sandbox finds what it needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `python.wasm`, built by `guest/build.sh`.
    pub component: PathBuf,
    /// A folder for the compiled component, written once per machine.
    pub cache: PathBuf,
    /// How many programs may be live at once, those waiting for input included.
    /// Further ones wait for their turn.
    pub slots: u32,
}

/// Why a sandbox cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The component cannot be read.
    #[error("cannot read the sandbox's Python at {0}: build it with server/python-sandbox/guest/build.sh")]
    Component(PathBuf, #[source] std::io::Error),
    /// The compiled component cannot be kept.
    #[error("cannot write the compiled Python to {0}: make the folder writable")]
    Cache(PathBuf, #[source] std::io::Error),
    /// The component is not one that this engine can run.
    #[error("cannot compile the sandbox's Python: build it again with server/python-sandbox/guest/build.sh")]
    Compile(#[source] wasmtime::Error),
    /// The machine refused threads.
    #[error("cannot start the threads of the sandbox")]
    Threads(#[source] std::io::Error),
}

/// Runs and grades programs. A clone is another handle to the same sandbox.
#[derive(Clone)]
pub struct Sandbox(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) snapshot: Snapshot,
    version: String,
    slots: Semaphore,
    pub(crate) ticker: Ticker,
    /// Programs run on threads of their own: one that keeps its processor for a
    /// whole turn must not hold up whoever serves requests. `Some` until dropped.
    workers: Option<Runtime>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(workers) = self.workers.take() {
            // The last handle may go inside an async task, which must not block.
            workers.shutdown_background();
        }
    }
}

impl Sandbox {
    /// Opens the sandbox; blocks for some seconds when the component has to be compiled.
    pub fn open(settings: &Settings) -> Result<Self, OpenError> {
        let slots = settings.slots.max(1);
        let engine = engine::engine(slots).map_err(OpenError::Compile)?;
        let artifact = artifact::load(&engine, &settings.component, &settings.cache)?;
        let pages = artifact.component.resources_required().and_then(|needed| needed.max_initial_memory_size);
        let base = usize::try_from(pages.unwrap_or(0)).map_or(0, |pages| pages * WASM_PAGE);
        let guest = linker(&engine)
            .and_then(|linker| linker.instantiate_pre(&artifact.component))
            .and_then(crate::guest::GuestPre::new)
            .map_err(OpenError::Compile)?;
        let workers = tokio::runtime::Builder::new_multi_thread()
            .thread_name("sandbox")
            .worker_threads(available_parallelism().map_or(2, usize::from))
            .enable_time()
            .build()
            .map_err(OpenError::Threads)?;
        Ok(Self(Arc::new(Inner {
            snapshot: Snapshot { guest, base },
            version: artifact.version,
            slots: Semaphore::new(slots as usize),
            ticker: Ticker::start(&engine).map_err(OpenError::Threads)?,
            workers: Some(workers),
        })))
    }

    /// Runs a program as a script. Dropping the future ends the run.
    pub async fn run(&self, program: &Program, limits: &Limits, console: Console) -> Report {
        let (inner, program, limits) = (self.0.clone(), program.clone(), limits.clone());
        self.on_a_worker(async move { inner.run(&program, &limits, console).await }).await.unwrap_or(Report {
            outcome: Outcome::Died(Death::Sandbox),
            duration: std::time::Duration::ZERO,
            peak_memory: 0,
        })
    }

    /// Runs a program against tests: one result for each, in their order. The limits
    /// apply to each test that needs a fresh interpreter, and to all calls together.
    pub async fn grade(&self, program: &Program, tests: &[Test], limits: &Limits) -> Vec<TestResult> {
        let (inner, program, limits) = (self.0.clone(), program.clone(), limits.clone());
        let asked: Arc<[Test]> = tests.into();
        let work = asked.clone();
        self.on_a_worker(async move {
            let _slot = inner.slot().await;
            let _ticking = inner.ticker.hold();
            grade::grade(&inner.snapshot, &program, &work, &limits).await
        })
        .await
        .unwrap_or_else(|| {
            asked.iter().map(|test| grade::stopped(test, Outcome::Died(Death::Sandbox))).collect()
        })
    }

    /// Names component, engine and machine: what a repeated run must have in common.
    pub fn engine_version(&self) -> &str {
        &self.0.version
    }

    pub(crate) fn inner(&self) -> Arc<Inner> {
        self.0.clone()
    }

    /// `None` when the work panicked, which would be a mistake of ours.
    pub(crate) async fn on_a_worker<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Option<T> {
        let workers = self.0.workers.as_ref().expect("taken only when the last handle is dropped");
        AbortOnDropHandle::new(workers.spawn(work)).await.ok()
    }
}

impl Inner {
    pub(crate) async fn slot(&self) -> tokio::sync::SemaphorePermit<'_> {
        self.slots.acquire().await.expect("never closed")
    }

    async fn run(&self, program: &Program, limits: &Limits, console: Console) -> Report {
        let _slot = self.slot().await;
        let _ticking = self.ticker.hold();
        let clock = Arc::new(Clock::start(limits));
        let terminal = Terminal::live(console, limits, clock.clone());
        let (outcome, peak_memory) = match Instance::start(
            &self.snapshot,
            limits,
            program.seed,
            terminal.clone(),
            clock.clone(),
        )
        .await
        {
            Ok(mut instance) => {
                let ended = instance.run(program).await;
                (ended.unwrap_or_else(|stopped| stopped), instance.peak_memory())
            }
            Err(stopped) => (stopped, 0),
        };
        terminal.end();
        Report { outcome, duration: clock.running(), peak_memory }
    }
}
