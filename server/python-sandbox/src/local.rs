//! The interpreters of this process: a compiled component, and a pool of instances.

use std::sync::Arc;

use tokio::sync::Semaphore;
use wasmtime::Engine;

use crate::clock::Clock;
use crate::instance::{Instance, Snapshot, linker};
use crate::terminal::Terminal;
use crate::ticker::Ticker;
use crate::work::{Done, Work};
use crate::{Console, Limits, OpenError, Outcome, Program, Report, Settings, artifact, engine, grade};

/// WebAssembly counts memory in pages of this many bytes.
const WASM_PAGE: usize = 64 << 10;

pub(crate) struct Local {
    pub(crate) snapshot: Snapshot,
    pub(crate) version: String,
    /// Whether the component was compiled just now, which leaves a process large.
    pub(crate) compiled: bool,
    slots: Semaphore,
    ticker: Ticker,
}

impl Local {
    pub(crate) fn open(settings: &Settings) -> Result<Self, OpenError> {
        let slots = settings.slots.max(1);
        let engine = engine::engine(slots).map_err(OpenError::Compile)?;
        let artifact = artifact::load(&engine, &settings.component, &settings.cache)?;
        let snapshot = snapshot(&engine, &artifact).map_err(OpenError::Compile)?;
        Ok(Self {
            snapshot,
            version: artifact.version,
            compiled: artifact.compiled,
            slots: Semaphore::new(slots as usize),
            ticker: Ticker::start(&engine).map_err(OpenError::Threads)?,
        })
    }

    /// Does some work in its turn. A program without a console is given its input with the work.
    pub(crate) async fn perform(&self, work: Work, limits: &Limits, console: Option<Console>) -> Done {
        let _slot = self.slots.acquire().await.expect("never closed");
        let _ticking = self.ticker.hold();
        match work {
            Work::Run(program) => {
                let console = console.unwrap_or_else(|| Console::with_input("").0);
                Done::Ran(self.run(&program, limits, console).await)
            }
            Work::Grade(program, tests) => {
                Done::Graded(grade::grade(&self.snapshot, &program, &tests, limits).await)
            }
            Work::Analyze(program) => Done::Analyzed(self.analyze(&program, limits).await),
            Work::Explain(program, input) => Done::Explained(self.explain(&program, &input, limits).await),
            Work::Trace(program, input, most) => {
                Done::Traced(self.trace(&program, &input, limits, &most).await)
            }
        }
    }

    async fn run(&self, program: &Program, limits: &Limits, console: Console) -> Report {
        let clock = Arc::new(Clock::start(limits));
        let terminal = Terminal::live(console, limits, clock.clone());
        let (outcome, peak_memory) = match self.started(program, limits, &terminal, &clock).await {
            Ok(mut instance) => {
                let ended = instance.run(program).await;
                (ended.unwrap_or_else(|stopped| stopped), instance.peak_memory())
            }
            Err(stopped) => (stopped, 0),
        };
        terminal.end();
        Report { outcome, duration: clock.running(), peak_memory }
    }

    /// A fresh interpreter for a program.
    pub(crate) async fn started(
        &self,
        program: &Program,
        limits: &Limits,
        terminal: &Terminal,
        clock: &Arc<Clock>,
    ) -> Result<Instance, Outcome> {
        Instance::start(&self.snapshot, limits, program, terminal.clone(), clock.clone()).await
    }
}

fn snapshot(engine: &Engine, artifact: &artifact::Artifact) -> wasmtime::Result<Snapshot> {
    let pages = artifact.component.resources_required().and_then(|needed| needed.max_initial_memory_size);
    let base = usize::try_from(pages.unwrap_or(0)).map_or(0, |pages| pages * WASM_PAGE);
    let guest = linker(engine)?.instantiate_pre(&artifact.component)?;
    Ok(Snapshot { guest: crate::guest::GuestPre::new(guest)?, base })
}
